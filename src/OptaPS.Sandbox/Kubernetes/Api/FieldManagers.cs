using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Checks the fieldManager query parameter.</summary>
internal static class FieldManagers
{
    public static void Check(ApiRequest request, string options)
    {
        var manager = request.Query("fieldManager");
        var errors = new List<FieldError>();
        if (manager.Length > 128)
            errors.Add(FieldError.TooLong("fieldManager", 128));
        var odd = manager.ToList().FindIndex(char.IsControl);
        if (odd >= 0)
            errors.Add(FieldError.Invalid("fieldManager", manager, $"invalid character U+{(int)manager[odd]:X4} (at position {odd})"));
        var validation = request.Query("fieldValidation");
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
            errors.Add(FieldError.NotSupported("fieldValidation", validation, "", "Ignore", "Strict", "Warn"));
        if (errors.Count > 0)
            throw ApiErrors.Invalid("meta.k8s.io", options, "", errors);
    }
}

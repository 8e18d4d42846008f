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
        if (manager.Any(char.IsControl))
            errors.Add(FieldError.Invalid("fieldManager", manager, "should only contain printable characters"));
        var validation = request.Query("fieldValidation");
        if (validation is not ("" or "Ignore" or "Warn" or "Strict"))
            errors.Add(FieldError.NotSupported("fieldValidation", validation, "Ignore", "Warn", "Strict"));
        if (errors.Count > 0)
            throw ApiErrors.Invalid("meta.k8s.io", options, "", errors);
    }
}

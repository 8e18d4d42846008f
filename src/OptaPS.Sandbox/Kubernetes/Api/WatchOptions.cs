using System.Globalization;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Options of a watch request.</summary>
internal static class WatchOptions
{
    public static TimeSpan Timeout(ApiRequest request)
    {
        var text = request.Query("timeoutSeconds");
        if (text.Length == 0)
            return TimeSpan.FromMinutes(45);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, 86400)) : TimeSpan.FromMinutes(45);
    }

    /// <summary>True or false when sendInitialEvents is given, else null.</summary>
    public static bool? InitialEvents(ApiRequest request)
    {
        var text = request.Query("sendInitialEvents");
        var match = request.Query("resourceVersionMatch");
        if (request.Query("continue").Length > 0)
            throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        if (text.Length == 0)
        {
            if (match.Length > 0)
                throw Invalid(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
            return null;
        }

        var errors = new List<FieldError>();
        if (match != "NotOlderThan")
        {
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
            if (match.Length > 0)
                errors.Add(FieldError.NotSupported("resourceVersionMatch", match, "NotOlderThan"));
        }

        return errors.Count == 0 ? request.QueryFlag("sendInitialEvents") : throw ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", errors);
    }

    private static ApiException Invalid(FieldError error) => ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", [error]);
}

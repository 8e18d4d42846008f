using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Errors;

/// <summary>The refusals of an API server, with its reasons and words.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.QualifiedPlural} \"{name}\" not found", Details(kind, name));

    public static ApiException NoRoute() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    /// <summary>A path that no handler knows: answered as plain text.</summary>
    public static ApiException NoPage() => new(404, "NotFound", "404 page not found\n") { IsPage = true };

    /// <summary>A group that an absent server should serve.</summary>
    public static ApiException NoBackend() => new(503, "ServiceUnavailable", "service unavailable\n") { IsPage = true };

    public static ApiException AlreadyExists(ResourceKind kind, string name, bool deleting = false) =>
        new(409, "AlreadyExists", $"{(deleting ? "object is being deleted: " : "")}{kind.QualifiedPlural} \"{name}\" already exists", Details(kind, name));

    public static ApiException Conflict(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedPlural} \"{name}\": {why}", Details(kind, name));

    public static ApiException ModifiedConflict(ResourceKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Forbidden(ResourceKind kind, string name, string why) =>
        new(403, "Forbidden", (name.Length == 0 ? $"{kind.QualifiedPlural} is forbidden: " : $"{kind.QualifiedPlural} \"{name}\" is forbidden: ") + why, Details(kind, name));

    public static ApiException MethodNotAllowed(string? allow = null) =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []) { Allow = allow };

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException UnsupportedMediaType(params string[] accepted) =>
        new(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: " + string.Join(", ", accepted));

    public static ApiException NotAcceptable(string message) => new(406, "NotAcceptable", message);

    public static ApiException Internal(string message) => new(500, "InternalError", "Internal error occurred: " + message, new JsonObject
    {
        ["causes"] = new JsonArray(new JsonObject { ["message"] = message })
    });

    public static ApiException TooManyRequests(string message, int retryAfter) =>
        new(429, "TooManyRequests", message, new JsonObject { ["retryAfterSeconds"] = retryAfter }) { RetryAfter = retryAfter };

    public static ApiException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.Group, kind.Kind, name, errors);

    /// <summary>With the resource instead of the kind as subject, as generic checks of the server write it.</summary>
    public static ApiException Invalid(ResourceKind kind, string subject, string name, IReadOnlyList<FieldError> errors)
    {
        var plain = Invalid(kind.Group, kind.Plural, name, errors);
        return new ApiException(422, "Invalid", subject + plain.Message[plain.Message.IndexOf(" \"", StringComparison.Ordinal)..], plain.Details);
    }

    public static ApiException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        if (kind.Length > 0)
            details["kind"] = kind;
        var causes = new JsonArray();
        foreach (var error in errors)
        {
            var cause = new JsonObject { ["reason"] = error.Reason, ["message"] = error.Text };
            if (error.Field.Length > 0)
                cause["field"] = error.Field;
            causes.Add(cause);
        }

        details["causes"] = causes;
        var unique = errors.Select(error => $"{error.Field}: {error.Text}").Distinct().ToList();
        var list = unique.Count == 1 ? unique[0] : "[" + string.Join(", ", unique) + "]";
        var qualified = group.Length == 0 ? kind : kind + "." + group;
        return new ApiException(422, "Invalid", $"{qualified} \"{name}\" is invalid: {list}", details);
    }

    public static JsonObject Details(ResourceKind kind, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (kind.Group.Length > 0)
            details["group"] = kind.Group;
        details["kind"] = kind.Plural;
        return details;
    }
}

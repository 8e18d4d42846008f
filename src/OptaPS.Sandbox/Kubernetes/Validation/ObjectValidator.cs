using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>All reasons to refuse an object.</summary>
internal static class ObjectValidator
{
    public static IReadOnlyList<FieldError> ForCreate(Cluster cluster, ResourceKind kind, JsonObject body, WriteContext context)
    {
        if (context.Internal)
            return [];
        var errors = new List<FieldError>(MetadataValidator.Validate(kind, body));
        errors.AddRange(Content(kind, body, null));
        return errors;
    }

    public static IReadOnlyList<FieldError> ForUpdate(Cluster cluster, ResourceKind kind, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Internal)
            return [];
        var errors = new List<FieldError>(MetadataValidator.Validate(kind, body));
        errors.AddRange(MetadataValidator.ValidateUpdate(body, old));
        if (context.Subresource != "status" || kind.Custom is not null)
            errors.AddRange(Content(kind, body, old));
        return errors;
    }

    private static IEnumerable<FieldError> Content(ResourceKind kind, JsonObject body, JsonObject? old)
    {
        if (kind.Custom is { } custom)
            return custom.Schema is null ? [] : Crds.CustomValidator.Validate(body, old, custom.Schema);
        return KindValidators.Find(kind.Storage)?.Validate(body, old) ?? [];
    }
}

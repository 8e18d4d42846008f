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
        if (context.Kind.Group == "events.k8s.io" && body["eventTime"] is null)
            errors.Add(FieldError.Required("eventTime"));
        return errors;
    }

    public static IReadOnlyList<FieldError> ForUpdate(Cluster cluster, ResourceKind kind, JsonObject body, JsonObject old, WriteContext context)
    {
        if (context.Internal)
            return [];
        var errors = new List<FieldError>(MetadataValidator.ValidateUpdate(kind, body, old));
        if (context.Subresource is not ("status" or "resize" or "ephemeralcontainers" or "binding") || kind.Custom is not null || kind.Storage == "/services")
            errors.AddRange(Content(kind, body, old));
        return errors;
    }

    private static IEnumerable<FieldError> Custom(Crds.CustomVersion custom, JsonObject body, JsonObject? old, SchemaNode schema)
    {
        var errors = Crds.CustomValidator.Validate(body, old, schema).ToList();
        errors.AddRange(custom.Rules.Validate(body, old, schema, errors));
        if (custom.Scale.Text("specReplicasPath") is { } path && body.At(path.TrimStart('.').Split('.')) is { } replicas && !(replicas is JsonValue value && value.TryGetValue<long>(out _)))
            errors.Add(FieldError.Invalid(path, 0L, $"{path} accessor error: {replicas} is of the type {(replicas.Text() is null ? "float64" : "string")}, expected int64"));
        return errors;
    }

    private static IEnumerable<FieldError> Content(ResourceKind kind, JsonObject body, JsonObject? old)
    {
        if (kind.Custom is { } custom)
            return custom.Schema is null ? [] : Custom(custom, body, old, custom.Schema);
        return KindValidators.Find(kind.Storage)?.Validate(body, old) ?? [];
    }
}

namespace OptaPS.Kubernetes.Http;

/// <summary>A field of an apply that another manager owns.</summary>
/// <param name="Field">The field's path, for example <c>.spec.replicas</c>.</param>
/// <param name="Manager">The owner as the server words it, for example <c>"kubectl-edit" using apps/v1</c>.</param>
public sealed record FieldConflict(string Field, string Manager);

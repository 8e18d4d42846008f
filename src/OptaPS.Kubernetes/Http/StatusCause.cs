namespace OptaPS.Kubernetes.Http;

/// <summary>One of the reasons in a Status answer.</summary>
/// <param name="Reason">The machine-readable reason, for example <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Field">The field's path in the server's notation, or null.</param>
/// <param name="Message">In words.</param>
public sealed record StatusCause(string Reason, string? Field, string Message);

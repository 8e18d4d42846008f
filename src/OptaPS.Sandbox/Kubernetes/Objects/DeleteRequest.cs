namespace OptaPS.Sandbox.Kubernetes.Objects;

/// <summary>How to delete.</summary>
/// <param name="Propagation">Orphan, Background, Foreground, or null for the kind's default.</param>
/// <param name="GraceSeconds">Grace period, or null for the object's own.</param>
/// <param name="DryRun">Check only.</param>
internal sealed record DeleteRequest(string? Propagation, long? GraceSeconds, bool DryRun)
{
    public static DeleteRequest Background { get; } = new("Background", null, false);

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }
}

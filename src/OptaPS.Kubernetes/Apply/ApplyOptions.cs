using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Apply;

/// <summary>How a server-side apply is to be done.</summary>
public sealed record ApplyOptions : WriteOptions
{
    /// <summary>True to take over fields that other managers own. Without it, such a field is a conflict.</summary>
    public bool Force { get; init; }
}

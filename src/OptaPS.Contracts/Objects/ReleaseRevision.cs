namespace OptaPS.Objects;

/// <summary>One revision in a release's history.</summary>
/// <param name="EnvironmentName">The environment whose cluster it is in, or null for a cluster of a kubeconfig.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="ReleaseName">The release.</param>
/// <param name="Revision">The revision.</param>
public sealed record ReleaseRevision(string? EnvironmentName, string Namespace, string ReleaseName, int Revision)
{
    /// <summary>When it was deployed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Helm's word for what it is.</summary>
    public string Status { get; init; } = "";

    /// <summary>Chart and version, as <c>name-version</c>.</summary>
    public string Chart { get; init; } = "";

    /// <summary>Version of what the chart installs.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>What happened, in words.</summary>
    public string Description { get; init; } = "";
}

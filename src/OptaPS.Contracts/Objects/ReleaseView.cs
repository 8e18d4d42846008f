namespace OptaPS.Objects;

/// <summary>A Helm release: its newest revision, or the one that was asked for.</summary>
/// <param name="EnvironmentName">The environment whose cluster it is in, or null for a cluster of a kubeconfig.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="ReleaseName">The name.</param>
/// <param name="Revision">The revision, counted from 1.</param>
public sealed record ReleaseView(string? EnvironmentName, string Namespace, string ReleaseName, int Revision)
{
    /// <summary>Helm's word: deployed, failed, superseded, uninstalled, uninstalling, pending-install, pending-upgrade, pending-rollback.</summary>
    public string Status { get; init; } = "";

    /// <summary>Chart and version, as <c>name-version</c>.</summary>
    public string Chart { get; init; } = "";

    /// <summary>Version of what the chart installs.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>When the revision was deployed.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>What happened last, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>How objects are written: ServerSide or ClientSide.</summary>
    public string ApplyMethod { get; init; } = "";

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>The record's contents; null in lists.</summary>
    public ReleaseDetail? Detail { get; init; }
}

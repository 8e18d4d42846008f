namespace OptaPS.Helm.Rendering;

/// <summary>What templates see as .Release.</summary>
public sealed record ReleaseOptions
{
    /// <summary>Name of the release.</summary>
    public string Name { get; init; } = "release-name";

    /// <summary>Namespace of the release.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Number of the revision, from 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>True for an upgrade or rollback.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>True for an install.</summary>
    public bool IsInstall { get; init; } = true;
}

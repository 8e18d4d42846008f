namespace OptaPS.Helm.Rendering;

/// <summary>What templates may know about the cluster.</summary>
public sealed record Capabilities
{
    /// <summary>Helm's answer without a cluster.</summary>
    public static Capabilities Default { get; } = new();

    /// <summary>Version of the cluster.</summary>
    public KubeVersion KubeVersion { get; init; } = KubeVersion.Default;

    /// <summary>API versions, and kinds as version/kind, that the cluster serves.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = DefaultApiVersions.All;

    /// <summary>The version of Helm that the engine behaves like.</summary>
    public string HelmVersion { get; init; } = "v3.20.1";
}

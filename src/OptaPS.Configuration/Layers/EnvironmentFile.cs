using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Layers;

/// <summary>An environment: a cloud (or an own cluster) and the modules in it.</summary>
public sealed record EnvironmentFile : LayerFile
{
    /// <summary>The cloud, the local cluster or the user's own cluster.</summary>
    public required CloudProvider Provider { get; init; }
}

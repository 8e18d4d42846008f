using OptaPS.Configuration.Providers;

namespace OptaPS.Configuration.Layers;

/// <summary>A service file: modules that live in an environment of another file.</summary>
public sealed record ServiceFile : LayerFile
{
    /// <summary>All environments that the service may go to.</summary>
    public required IReadOnlyList<EnvironmentReference> Environments { get; init; }

    /// <summary>The chosen one.</summary>
    public required EnvironmentReference Environment { get; init; }

    /// <summary>The chosen environment's provider.</summary>
    public required CloudProvider Provider { get; init; }
}

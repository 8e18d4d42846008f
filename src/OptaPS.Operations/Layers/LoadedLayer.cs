using OptaPS.Configuration.Layers;
using OptaPS.Configuration.Providers;

namespace OptaPS.Operations.Layers;

/// <summary>A layer's file, read and found right.</summary>
/// <param name="File">The file.</param>
/// <param name="Parent">The environment of a service; null for an environment.</param>
internal sealed record LoadedLayer(LayerFile File, EnvironmentFile? Parent)
{
    /// <summary>The layer's identity.</summary>
    public LayerName Layer => Parent is null ? new LayerName(File.Name) : new LayerName(Parent.Name, File.Name);

    /// <summary>The cloud or cluster that it lives in.</summary>
    public CloudProvider Provider => (File as EnvironmentFile)?.Provider ?? Parent!.Provider;
}

using OptaPS.Diagnostics;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;
using OptaPS.Modules.Compilation;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Layers;

/// <summary>Turns a loaded layer with its overlay into a graph; a service reads what its environment recorded.</summary>
internal static class LayerCompilation
{
    public static async Task<ResourceGraph> CompileAsync(Session session, LoadedLayer layer, IReadOnlyDictionary<string, OverlayEntry> overlay, CancellationToken cancellationToken)
    {
        LayerOutputs? parent = null;
        if (layer.Parent is { } environment)
        {
            parent = await session.Engine.ReadOutputsAsync(environment.Name, cancellationToken)
                ?? throw new OptaException(LayerErrors.ParentNotApplied(environment.Name, layer.File.Name));
        }

        var gone = ImageEntries.WithoutModule(layer.File, overlay.Keys);
        var options = new CompileOptions
        {
            // Where the layer came from is a record for commands, not a wish about modules; and an image goes with its module.
            Overlay = overlay.Where(entry => entry.Key != LayerSource.Key && !gone.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal),
            Parent = parent,
            LocalCluster = session.LocalCluster,
        };
        return LayerCompiler.Compile(layer.File, layer.Parent, options).EnsureSuccess();
    }
}

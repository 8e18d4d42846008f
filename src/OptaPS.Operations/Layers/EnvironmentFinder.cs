using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;

namespace OptaPS.Operations.Layers;

/// <summary>Finds what a command means by an environment: a name that has state, or the path of a file.</summary>
internal static class EnvironmentFinder
{
    /// <summary>Reads where the environment was applied from; an unknown name is an error that lists the known ones.</summary>
    public static async Task<(LayerName Layer, LayerSource Source)> FindAsync(OperationTarget operationTarget, ResolvedTarget target, string nameOrPath, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(target, cloud: null);
        var name = nameOrPath;
        if (LooksLikeFile(operationTarget, nameOrPath))
        {
            var loaded = await LayerLoader.ReadAsync(operationTarget, nameOrPath, null, new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
            if (loaded.Parent is not null)
                throw new OptaException(LayerErrors.NotAnEnvironment(nameOrPath));
            name = loaded.EnsureSuccess().Name;
        }

        var source = LayerSource.Read(await session.Engine.ReadOverlayAsync(name, cancellationToken));
        if (source is null)
        {
            var known = (await session.Engine.ListLayersAsync(parent: null, cancellationToken)).Select(l => LayerName.Parse(l.Layer)).Where(l => l.Service is null).Select(l => l.Environment);
            throw new OptaException(LayerErrors.NoEnvironment(name, known, target.Name));
        }

        return (new LayerName(name), source);
    }

    /// <summary>Names of the services that have state in an environment.</summary>
    public static async Task<IReadOnlyList<string>> ServicesAsync(LayerEngine engine, string environment, CancellationToken cancellationToken) =>
        [.. (await engine.ListLayersAsync(environment, cancellationToken)).Select(l => LayerName.Parse(l.Layer).Service).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>True when a text is the path of a file rather than a name.</summary>
    internal static bool LooksLikeFile(OperationTarget target, string text) =>
        (text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        && File.Exists(Path.GetFullPath(text, target.WorkingFolder));
}

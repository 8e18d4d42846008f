using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.States;

/// <summary>
/// Encrypts states under new keys. A KMS key changes its material by itself; a key file gets a new key in front, and the old one is forgotten only
/// when every state that this machine knows was encrypted anew: a run that is killed in between leaves everything readable, and the next one finishes.
/// </summary>
internal static class RotateKeyOperation
{
    public static async Task<IReadOnlyList<KeyRotationInfo>> RunAsync(RotateKeyRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        if (request.Environment is { } wanted)
            await EnvironmentFinder.FindAsync(request.Target, target, wanted, cancellationToken);
        await using var session = Session.Open(target, cloud: null);
        var layers = (await session.Engine.ListLayersAsync(parent: null, cancellationToken)).Select(summary => LayerName.Parse(summary.Layer))
            .Where(layer => request.Environment is null || layer.Environment == request.Environment)
            .ToList();

        var file = new KeyFileWrapper(target.KeyFile);
        var all = request.Environment is null && File.Exists(target.KeyFile);
        if (all)
            await file.RotateAsync(cancellationToken);
        var rotated = new List<KeyRotationInfo>();
        foreach (var layer in layers)
        {
            await using var own = Session.OpenKeysOf(target, layer.Environment);
            if (await own.Engine.RotateKeyAsync(layer.ToString(), cancellationToken))
                rotated.Add(new KeyRotationInfo(layer.Environment, layer.Service, target.Name));
        }

        // The key file serves the worlds of all targets of this home folder; only its own target's states were seen.
        if (all && !HasOtherStates(target))
            await file.ForgetOldAsync(cancellationToken);
        return rotated;
    }

    private static bool HasOtherStates(ResolvedTarget target)
    {
        var home = target.Target.HomeFolder;
        var own = System.IO.Path.GetFullPath(target.StateFolder);
        string[] roots = [System.IO.Path.Combine(home, "state"), System.IO.Path.Combine(home, "sandboxes")];
        return roots.Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "snapshot-*.json", SearchOption.AllDirectories))
            .Any(path => !System.IO.Path.GetFullPath(path).StartsWith(own + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }
}

using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Locks;

/// <summary>Lists the locks of environments and their services.</summary>
internal static class GetLockOperation
{
    public static async Task<IReadOnlyList<LockInfo>> RunAsync(GetLockRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        await using var session = Session.Open(target, cloud: null);
        var locks = await session.Engine.ListLocksAsync(cancellationToken);
        var found = locks.Select(pair => LockViews.Of(pair.Key, pair.Value, target.Name, session.Now))
            .Where(info => request.Environment is null || info.EnvironmentName == request.Environment)
            .ToList();
        for (var i = 0; i < found.Count; i++)
            found[i] = found[i] with { OpenIntents = await OpenIntents.OfAsync(session.Engine, new LayerName(found[i].EnvironmentName, found[i].ServiceName).ToString(), cancellationToken) };
        return request.Environment is { } name && found.Count == 0
            ? throw new OptaException(LayerErrors.NoEnvironment(name, locks.Keys.Select(LayerName.Parse).Where(layer => layer.Service is null).Select(layer => layer.Environment), target.Name))
            : found;
    }
}

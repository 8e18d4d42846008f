using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Requests;

namespace OptaPS.Operations.Locks;

/// <summary>Ends the lock of a run that is dead.</summary>
internal static class UnlockOperation
{
    public static async Task<LockInfo> RunAsync(UnlockRequest request, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        await using var session = Session.Open(target, cloud: null);
        var locks = await session.Engine.ListLocksAsync(cancellationToken);

        // A first run that died before it wrote anything leaves a lock and no environment.
        var environment = locks.ContainsKey(request.Environment)
            ? new LayerName(request.Environment)
            : (await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken)).Layer;
        var layer = environment with { Service = request.Service };
        if (request.Service is { } service && !locks.ContainsKey(layer.ToString()))
            throw new OptaException(LayerErrors.NoService(environment.Environment, service, await EnvironmentFinder.ServicesAsync(session.Engine, environment.Environment, cancellationToken)));

        var broken = await session.Engine.BreakLockAsync(layer.ToString(), request.Force, cancellationToken);
        return LockViews.Of(layer.ToString(), broken is null ? null : broken with { Released = true }, target.Name, session.Now) with
        {
            OpenIntents = await OpenIntents.OfAsync(session.Engine, layer.ToString(), cancellationToken),
        };
    }
}

using OptaPS.Diagnostics;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;

namespace OptaPS.Operations.Layers;

/// <summary>Opens the recorded layer that a command names by environment and service.</summary>
internal static class LayerFinder
{
    /// <summary>A session of the layer's account, and the layer.</summary>
    /// <exception cref="OptaException">There is no such environment or service; known names are listed.</exception>
    public static async Task<(Session Session, LayerName Layer)> OpenAsync(OperationTarget operationTarget, string environment, string? service, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(operationTarget, cancellationToken);
        var (layer, source) = await EnvironmentFinder.FindAsync(operationTarget, target, environment, cancellationToken);
        var session = Session.Open(target, CloudSettings.Of(source));
        if (service is null)
            return (session, layer);
        var services = await EnvironmentFinder.ServicesAsync(session.Engine, layer.Environment, cancellationToken);
        if (services.Contains(service, StringComparer.Ordinal))
            return (session, new LayerName(layer.Environment, service));
        await session.DisposeAsync();
        throw new OptaException(LayerErrors.NoService(layer.Environment, service, services));
    }
}

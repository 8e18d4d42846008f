using OptaPS.Diagnostics;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;

namespace OptaPS.Operations.Services;

/// <summary>Reads the service modules of an environment from the states of its child layers.</summary>
internal static class DeployedModules
{
    public static async Task<IReadOnlyList<DeployedModule>> ReadAsync(Session session, string environment, string? service, CancellationToken cancellationToken)
    {
        var services = await EnvironmentFinder.ServicesAsync(session.Engine, environment, cancellationToken);
        var alone = await session.Engine.ReadStateAsync(environment, cancellationToken) is { } own ? DeployedModule.Of(own).ToList() : [];
        if (alone.Count > 0 && (service is null || service == environment))
            return alone;
        if (service is not null && !services.Contains(service, StringComparer.Ordinal))
            throw new OptaException(LayerErrors.NoService(environment, service, services));

        var result = new List<DeployedModule>();
        foreach (var name in services.Where(name => service is null || name == service))
        {
            if (await session.Engine.ReadStateAsync(new LayerName(environment, name).ToString(), cancellationToken) is { } state)
                result.AddRange(DeployedModule.Of(state));
        }

        return result;
    }
}

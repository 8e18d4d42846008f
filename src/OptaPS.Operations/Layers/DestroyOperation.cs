using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Policies;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;
using ApplyResult = OptaPS.Objects.ApplyResult;

namespace OptaPS.Operations.Layers;

/// <summary>Removes an environment or a service by its state, in exact reverse order; needs no file.</summary>
internal static class DestroyOperation
{
    public static async Task<ApplyResult> RunAsync(DestroyRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(source));
        var services = await EnvironmentFinder.ServicesAsync(session.Engine, environment.Environment, cancellationToken);

        if (request.Service is { } service)
        {
            return services.Contains(service, StringComparer.Ordinal)
                ? await RemoveAsync(session, new LayerName(environment.Environment, service), request, sink, cancellationToken)
                : throw new OptaException(LayerErrors.NoService(environment.Environment, service, services));
        }

        if (services.Count > 0 && !request.Recurse)
            throw new OptaException(LayerErrors.ServicesExist(environment.Environment, services));

        var removed = 0;
        var left = new List<Leftover>();
        var plans = new List<PlanView>();
        foreach (var name in services)
        {
            var part = await RemoveAsync(session, new LayerName(environment.Environment, name), request, sink, cancellationToken);
            if (part.Status == "Planned" && !request.PlanOnly)
                return part;
            if (part is { Status: "Planned", Plan: { } plan })
                plans.Add(plan);
            removed += part.Deleted;
            left.AddRange(part.Leftovers);
        }

        var result = await RemoveAsync(session, environment, request, sink, cancellationToken);
        return result with { Deleted = result.Deleted + removed, Leftovers = [.. left, .. result.Leftovers], ServicePlans = plans };
    }

    private static async Task<ApplyResult> RemoveAsync(Session session, LayerName layer, DestroyRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var options = PlanOptionsOf.Choices(request.Choices, request.AllowDataLoss) with { Destroy = true, RefreshOnly = false };
        var rules = await PolicyReader.ReadAsync(request.Choices.PolicyFiles, request.Target.WorkingFolder, cancellationToken);
        var state = await session.Engine.ReadStateAsync(layer.ToString(), cancellationToken);
        var plan = await session.Engine.PlanDestroyAsync(layer.ToString(), options, new EngineEvents(sink), cancellationToken);
        var run = new LayerRun(session.Engine, sink, session.Target.Name, session.Notes) { Rules = rules };
        var result = await run.CarryOutAsync(plan, new ApplyOptions { Operation = "destroy" }, request.PlanOnly, cancellationToken);
        return result.Status == "Planned" || state?.Owner is not { } owner
            ? result
            : result with { Leftovers = await Leftovers.ListAsync(session, owner, Leftovers.ProvidersOf(state), sink, cancellationToken) };
    }
}

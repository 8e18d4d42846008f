using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Policies;
using OptaPS.Operations.Recovery;
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
        var (environment, cloud, lost) = await FindAsync(request, target, sink, cancellationToken);
        await using var session = Session.Open(target, cloud);
        var recorded = await EnvironmentFinder.ServicesAsync(session.Engine, environment.Environment, cancellationToken);
        IReadOnlyList<string> services = lost is null ? recorded : [.. recorded.Union(lost.Services, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        if (request.Service is { } service)
        {
            return services.Contains(service, StringComparer.Ordinal)
                ? await RemoveAsync(session, new LayerName(environment.Environment, service), lost, request, sink, cancellationToken)
                : throw new OptaException(LayerErrors.NoService(environment.Environment, service, services));
        }

        if (services.Count > 0 && !request.Recurse)
            throw new OptaException(LayerErrors.ServicesExist(environment.Environment, services));

        var removed = 0;
        var left = new List<Leftover>();
        var plans = new List<PlanView>();
        foreach (var name in services)
        {
            var part = await RemoveAsync(session, new LayerName(environment.Environment, name), lost, request, sink, cancellationToken);
            if (part.Status == "Planned" && !request.PlanOnly)
                return part;
            if (part is { Status: "Planned", Plan: { } plan })
                plans.Add(plan);
            removed += part.Deleted;
            left.AddRange(part.Leftovers);
        }

        var result = await RemoveAsync(session, environment, lost, request, sink, cancellationToken);
        return result with { Deleted = result.Deleted + removed, Leftovers = [.. left, .. result.Leftovers], ServicePlans = plans };
    }

    // An environment without state may still exist: what carries its mark is found, recorded and removed in the usual way. A state that only lies elsewhere
    // (another runner, a variable that is not set) knows better, and may be in use: that there is none must be said.
    private static async Task<(LayerName Environment, CloudSettings Cloud, LostEnvironment? Lost)> FindAsync(DestroyRequest request, ResolvedTarget target, IOperationSink sink, CancellationToken cancellationToken)
    {
        try
        {
            var (environment, source) = await EnvironmentFinder.FindAsync(request.Target, target, request.Environment, cancellationToken);
            return (environment, CloudSettings.Of(source), null);
        }
        catch (OptaException exception) when (exception.Diagnostics is [{ Code: "OPTA7020" } unknown])
        {
            var lost = await LostEnvironmentFinder.FindAsync(request, target, unknown, sink, cancellationToken);
            if (!request.WithoutState && !request.PlanOnly)
                throw new OptaException(lost.ToDiagnostic(Severity.Error));
            sink.Report(lost.ToDiagnostic(Severity.Warning));
            return (new LayerName(lost.Environment), lost.Cloud, lost);
        }
    }

    private static async Task<ApplyResult> RemoveAsync(Session session, LayerName layer, LostEnvironment? lost, DestroyRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var options = PlanOptionsOf.Choices(request.Choices, request.AllowDataLoss) with { Destroy = true, RefreshOnly = false };
        var rules = await PolicyReader.ReadAsync(request.Choices.PolicyFiles, request.Target.WorkingFolder, cancellationToken);
        var found = lost?.Find(layer);
        var state = found ?? await session.Engine.ReadStateAsync(layer.ToString(), cancellationToken);
        var plan = found is null
            ? await session.Engine.PlanDestroyAsync(layer.ToString(), options, new EngineEvents(sink), cancellationToken)
            : await session.Engine.PlanDestroyAsync(found, options, new EngineEvents(sink), cancellationToken);
        var run = new LayerRun(session.Engine, sink, session.Target.Name, session.Notes)
        {
            Rules = rules,
            Prepare = found is null ? null : async planned => planned with
            {
                StateVersion = await session.Engine.RecordFoundAsync(found, [lost!.Source.ToEntry("recover", session.Actor, session.Now)], cancellationToken),
            },
        };
        var result = await run.CarryOutAsync(plan, new ApplyOptions { Operation = "destroy" }, request.PlanOnly, cancellationToken);
        return result.Status == "Planned" || state?.Owner is not { } owner
            ? result
            : result with { Leftovers = await Leftovers.ListAsync(session, owner, Leftovers.ProvidersOf(state), sink, cancellationToken) };
    }
}

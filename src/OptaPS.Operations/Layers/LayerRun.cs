using System.Diagnostics;
using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Views;
using EngineResult = OptaPS.Engine.Execution.ApplyResult;
using ApplyResult = OptaPS.Objects.ApplyResult;

namespace OptaPS.Operations.Layers;

/// <summary>Shows a plan, asks, carries it out and tells what was done: the same for environments, services and removals.</summary>
internal sealed class LayerRun(LayerEngine engine, IOperationSink sink, string target, IReadOnlyList<string> notes)
{
    /// <summary>Carries a plan out unless only the plan is wanted or the front says no.</summary>
    /// <exception cref="OptaException">The plan is refused, or something failed; open addresses are on the diagnostics.</exception>
    public async Task<ApplyResult> CarryOutAsync(Plan plan, ApplyOptions options, bool planOnly, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var layer = LayerName.Parse(plan.Layer);
        var view = PlanViews.Of(plan, layer, target, notes);
        foreach (var warning in plan.Warnings)
            sink.Report(warning);

        var result = new ApplyResult(layer.Environment, layer.Service, "Planned", target) { Plan = view, Unchanged = view.Unchanged, Warnings = plan.Warnings };
        if (planOnly)
            return result;

        if (plan.Refusals is { Count: > 0 } refusals)
            throw new OptaException(refusals);

        if (plan.HasChanges && !await sink.ConfirmAsync(view, cancellationToken))
            return result;

        // Without changes the apply still records overlay entries; it makes no call.
        var applied = await engine.ApplyAsync(plan, options, new EngineEvents(sink), cancellationToken);
        return Finish(applied, result, plan.HasChanges, watch.Elapsed, cancellationToken);
    }

    private static ApplyResult Finish(EngineResult applied, ApplyResult result, bool changed, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (applied.Status == ApplyStatus.Cancelled)
            throw new OperationCanceledException(cancellationToken);

        if (applied.Status == ApplyStatus.Failed)
        {
            throw new OptaException(applied.Failures.Count > 0 ? applied.Failures : [OpenEnd(applied)]);
        }

        return result with
        {
            Status = changed ? "Succeeded" : "Unchanged",
            Created = Count(applied, PlannedAction.Create),
            Updated = Count(applied, PlannedAction.Update),
            Replaced = Count(applied, PlannedAction.Replace),
            Deleted = Count(applied, PlannedAction.Delete),
            Unchanged = applied.Resources.Count(r => r.Outcome == ResourceOutcome.Unchanged),
            Duration = duration,
            Open = [.. applied.Open.Select(r => r.Address)],
        };
    }

    private static int Count(EngineResult applied, PlannedAction action) =>
        applied.Resources.Count(r => r.Action == action && r.Outcome == ResourceOutcome.Done);

    private static Diagnostic OpenEnd(EngineResult applied) =>
        new("OPTA7040", Severity.Error, $"The run ended with open resources: {string.Join(", ", applied.Open.Select(r => r.Address))}.")
        {
            Remedy = "Run the same command again; it goes on from here.",
        };
}

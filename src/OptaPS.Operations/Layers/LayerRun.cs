using System.Diagnostics;
using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Planning.Policies;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Views;
using EngineResult = OptaPS.Engine.Execution.ApplyResult;
using ApplyResult = OptaPS.Objects.ApplyResult;

namespace OptaPS.Operations.Layers;

/// <summary>Shows a plan, checks it, asks, carries it out and tells what was done: the same for environments, services and removals.</summary>
internal sealed class LayerRun(LayerEngine engine, IOperationSink sink, string target, IReadOnlyList<string> notes)
{
    private const int MostLines = 20;

    /// <summary>Rules that the plan must keep.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    /// <summary>Preflight checks that are left out.</summary>
    public IReadOnlySet<string> SkippedChecks { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Runs after the front's yes and before the first change; gives the plan that is carried out. Null for the plan itself.</summary>
    public Func<Plan, Task<Plan>>? Prepare { get; init; }

    /// <summary>Carries a plan out unless only the plan is wanted or the front says no.</summary>
    /// <exception cref="OptaException">The plan is refused or denied, a preflight check failed, or something failed; what is open was told before.</exception>
    public async Task<ApplyResult> CarryOutAsync(Plan plan, ApplyOptions options, bool planOnly, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var layer = LayerName.Parse(plan.Layer);
        var view = PlanViews.Of(plan, layer, target, notes);
        foreach (var warning in plan.Warnings)
            sink.Report(warning);
        view = view with { Findings = await PlanGate.JudgeAsync(plan, view, Rules, sink, cancellationToken) };
        foreach (var finding in view.Findings.Where(finding => planOnly || finding.Severity != Severity.Error))
            sink.Report(finding);

        var result = new ApplyResult(layer.Environment, layer.Service, "Planned", target)
        {
            Plan = view,
            Unchanged = view.Unchanged,
            LeftOut = view.LeftOut,
            Skipped = [.. plan.Resources.Where(resource => resource.Refusal is { Severity: Severity.Warning }).Select(resource => resource.Address)],
            Warnings = [.. plan.Warnings, .. view.Findings.Where(finding => finding.Severity == Severity.Warning)],
        };
        if (planOnly)
            return result;

        List<Diagnostic> refusals = [.. plan.Refusals, .. view.Findings.Where(finding => finding.Severity == Severity.Error)];
        if (refusals.Count > 0)
            throw new OptaException(refusals);

        await PlanGate.CheckAsync(engine, plan, SkippedChecks, sink, cancellationToken);
        if (plan.HasChanges ? !await sink.ConfirmAsync(view, cancellationToken) : sink.IsRehearsal)
            return result;

        if (Prepare is not null)
            plan = await Prepare(plan);

        // Without changes the apply still records overlay entries; it makes no call.
        var applied = await engine.ApplyAsync(plan, options with { LockAwaited = sink.Report }, new EngineEvents(sink), cancellationToken);
        return Finish(applied, result, plan, watch.Elapsed, cancellationToken);
    }

    private ApplyResult Finish(EngineResult applied, ApplyResult result, Plan plan, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (applied.Status != ApplyStatus.Done && applied.Open.Any())
            sink.Report(OpenEnd(applied));
        if (applied.Status == ApplyStatus.Cancelled)
            throw new OperationCanceledException(cancellationToken);

        if (applied.Status == ApplyStatus.Failed)
        {
            throw new OptaException(applied.Failures.Count > 0
                ? applied.Failures
                : [new Diagnostic("OPTA7040", Severity.Error, $"The run ended with open resources: {string.Join(", ", applied.Open.Select(r => r.Address))}.") { Remedy = "Run the same command again; it goes on from here." }]);
        }

        var leftOut = plan.Resources.Where(resource => !resource.InScope).Select(resource => resource.Address).ToHashSet(StringComparer.Ordinal);
        return result with
        {
            Status = plan.HasChanges ? "Succeeded" : "Unchanged",
            Created = Count(applied, PlannedAction.Create),
            Updated = Count(applied, PlannedAction.Update),
            Replaced = Count(applied, PlannedAction.Replace),
            Deleted = Count(applied, PlannedAction.Delete),
            Unchanged = applied.Resources.Count(r => r.Outcome == ResourceOutcome.Unchanged && !leftOut.Contains(r.Address)),
            Duration = duration,
            Open = [.. applied.Open.Select(r => r.Address)],
        };
    }

    private static int Count(EngineResult applied, PlannedAction action) =>
        applied.Resources.Count(r => r.Action == action && r.Outcome == ResourceOutcome.Done);

    // What failed has an error of its own; this says what else the next run has to do, and that everything independent was done.
    private static Diagnostic OpenEnd(EngineResult applied)
    {
        var open = applied.Open.Where(r => r.Action != PlannedAction.None).ToList();
        var done = applied.Resources.Count(r => r.Outcome == ResourceOutcome.Done);
        var stopped = applied.Status == ApplyStatus.Cancelled;
        return new Diagnostic("OPTA7068", Severity.Warning, $"{(stopped ? "The run was stopped: " : "")}{done} of {done + open.Count} actions are done, {open.Count} are open.")
        {
            Resource = applied.Layer,
            Category = DiagnosticCategory.OperationStopped,
            Evidence = [.. Lines("under way", open.Where(r => r.Outcome == ResourceOutcome.Open)), .. Lines("failed", open.Where(r => r.Outcome == ResourceOutcome.Failed)), .. Lines("not started", open.Where(r => r.Outcome is not (ResourceOutcome.Open or ResourceOutcome.Failed)))],
            Remedy = stopped ? "Run the same command again; it goes on from here." : "Run the same command again when the cause is mended; it goes on from here.",
        };
    }

    private static IEnumerable<string> Lines(string state, IEnumerable<ResourceResult> resources)
    {
        var all = resources.ToList();
        var lines = all.Take(MostLines).Select(r => $"{state}: {r.Action.ToString().ToLowerInvariant()} {r.Address}");
        return all.Count <= MostLines ? lines : lines.Append($"{state}: {all.Count - MostLines} more");
    }
}

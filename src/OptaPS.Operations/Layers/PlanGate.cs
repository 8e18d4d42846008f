using OptaPS.Diagnostics;
using OptaPS.Engine;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Planning.Policies;
using OptaPS.Engine.Preflight;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Environments;

namespace OptaPS.Operations.Layers;

/// <summary>What stands between a plan and its first change: policy rules, policy scripts of the front, and the providers' preflight checks.</summary>
internal static class PlanGate
{
    /// <summary>What the rules and the front's scripts say about a plan.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> JudgeAsync(Plan plan, PlanView view, IReadOnlyList<PolicyRule> rules, IOperationSink sink, CancellationToken cancellationToken) =>
        [.. PolicyCheck.Run(plan, rules), .. await sink.JudgeAsync(view, cancellationToken)];

    /// <summary>Asks the providers whether a plan that makes something can succeed.</summary>
    /// <exception cref="OptaException">A check failed; all failures together.</exception>
    public static async Task CheckAsync(LayerEngine engine, Plan plan, IReadOnlySet<string> skipped, IOperationSink sink, CancellationToken cancellationToken)
    {
        if (!plan.Changes.Any(resource => resource.Action is PlannedAction.Create or PlannedAction.Replace))
            return;
        var findings = await engine.PreflightAsync(plan, skipped, cancellationToken);
        foreach (var finding in findings)
            sink.Detail($"preflight {finding.Name}: {finding.Message}");
        foreach (var warning in findings.Where(finding => finding.Status == PreflightStatus.Warning))
            sink.Report(PreflightResults.ToDiagnostic(warning));
        var failures = findings.Where(finding => finding.Status == PreflightStatus.Failed).Select(PreflightResults.ToDiagnostic).ToList();
        if (failures.Count > 0)
            throw new OptaException(failures);
    }
}

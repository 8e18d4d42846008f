using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.States;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>What a plan of one file finds at its target; nothing is changed.</summary>
internal static class PlanChecks
{
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(TestEnvironmentRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var loaded = await LayerLoader.ReadAsync(request.Target, request.Path, request.Environment, request.Variables, cancellationToken);
        if (!loaded.Success)
            return [LeftOut(request, [.. loaded.Errors])];

        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var layer = new LoadedLayer(loaded.Document, loaded.Parent);
        try
        {
            await using var session = Session.Open(target, CloudSettings.Of(layer.Provider), StateChoice.Of(layer));
            var overlay = await session.Engine.ReadOverlayAsync(layer.Layer.ToString(), cancellationToken);
            var graph = await LayerCompilation.CompileAsync(session, layer, overlay, cancellationToken);
            var plan = await session.Engine.PlanAsync(graph, new PlanOptions(), new EngineEvents(sink), cancellationToken);
            var preflight = await session.Engine.PreflightAsync(plan, PreflightSkips.Read(request.SkipChecks), cancellationToken);
            return
            [
                .. plan.Refusals.Count == 0
                    ? [new CheckResult(request.Path, "Plan", Passed: true) { Message = plan.Summary.ToString(), Target = target.Name }]
                    : Results(request, plan.Refusals, target.Name),
                .. preflight.Select(finding => PreflightResults.ToCheck(finding, request.Path, target.Name)),
            ];
        }
        catch (OptaException e)
        {
            return [.. Results(request, e.Diagnostics, target.Name)];
        }
    }

    private static IEnumerable<CheckResult> Results(TestEnvironmentRequest request, IEnumerable<Diagnostic> findings, string target) =>
        findings.Select(finding => new CheckResult(request.Path, "Plan", finding.Severity != Severity.Error)
        {
            Status = finding.Severity == Severity.Error ? "Failed" : "Warning",
            Message = finding.Message,
            Remedy = finding.Remedy ?? "",
            Diagnostic = finding,
            Target = target,
        });

    // The file is right as it stands, but something is still open that a plan needs: a variable's value, which environment, a file named by an input.
    private static CheckResult LeftOut(TestEnvironmentRequest request, IReadOnlyList<Diagnostic> open)
    {
        var finding = new Diagnostic("OPTA7006", Severity.Warning, $"The target was not checked: {open[0].Message}")
        {
            Location = open[0].Location,
            Excerpt = open[0].Excerpt,
            Allowed = open[0].Allowed,
            Evidence = [.. open.Select(error => error.ToString())],
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Give what is open (-EnvironmentName and -Variable, --env and --var), or check the file only (-Offline, --offline).",
        };
        return new CheckResult(request.Path, "Plan", Passed: true) { Message = finding.Message, Diagnostic = finding, Target = TestEnvironmentOperation.TargetName(request) };
    }
}

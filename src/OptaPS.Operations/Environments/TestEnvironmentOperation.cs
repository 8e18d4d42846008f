using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>Checks a file, then (unless offline) everything that a plan asks of the target: account, lookups, live resources. Changes nothing.</summary>
internal static class TestEnvironmentOperation
{
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(TestEnvironmentRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var loaded = await LayerLoader.ReadAsync(request.Target, request.Path, request.Environment, request.Variables, cancellationToken);
        var name = request.Target.Sandbox is { } sandbox ? $"sandbox:{sandbox}" : "cloud";
        var result = new List<CheckResult>();
        result.AddRange(loaded.Diagnostics.Select(d => new CheckResult(request.Path, "Schema", d.Severity != Severity.Error)
        {
            Message = d.Message,
            Diagnostic = d,
            Target = name,
        }));
        if (!loaded.Success)
            return result;

        if (result.Count == 0)
            result.Add(new CheckResult(request.Path, "Schema", Passed: true) { Message = $"{loaded.Document.Modules.Count} modules", Target = name });
        if (!request.Offline)
            result.Add(await PlanAsync(request, new LoadedLayer(loaded.Document, loaded.Parent), sink, cancellationToken));
        return result;
    }

    private static async Task<CheckResult> PlanAsync(TestEnvironmentRequest request, LoadedLayer layer, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(layer.Provider));
        try
        {
            var overlay = await session.Engine.ReadOverlayAsync(layer.Layer.ToString(), cancellationToken);
            var graph = await LayerCompilation.CompileAsync(session, layer, overlay, cancellationToken);
            var plan = await session.Engine.PlanAsync(graph, new PlanOptions(), new EngineEvents(sink), cancellationToken);
            return new CheckResult(request.Path, "Plan", plan.Refusals.Count == 0)
            {
                Message = plan.Summary.ToString(),
                Diagnostic = plan.Refusals.FirstOrDefault(),
                Target = target.Name,
            };
        }
        catch (OptaException e)
        {
            return new CheckResult(request.Path, "Plan", Passed: false) { Message = e.Diagnostics[0].Message, Diagnostic = e.Diagnostics[0], Target = target.Name };
        }
    }
}

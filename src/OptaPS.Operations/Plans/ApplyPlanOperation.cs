using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Operations.Environments;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Policies;
using OptaPS.Operations.Services;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;
using ApplyResult = OptaPS.Objects.ApplyResult;

namespace OptaPS.Operations.Plans;

/// <summary>Carries a saved plan out exactly as it was saved, or refuses it.</summary>
internal static class ApplyPlanOperation
{
    public static async Task<ApplyResult> RunAsync(ApplyPlanRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var path = Path.GetFullPath(request.Path, request.Target.WorkingFolder);
        var skipped = PreflightSkips.Read(request.SkipChecks);
        var rules = await PolicyReader.ReadAsync(request.PolicyFiles, request.Target.WorkingFolder, cancellationToken);
        var (header, source) = await ReadAsync(target, path, sink, cancellationToken);

        await using var session = Session.Open(target, CloudSettings.Of(source));
        LoadedPlan loaded;
        await using (var stream = PlanFiles.Open(path))
            loaded = await session.Engine.LoadPlanAsync(stream, new EngineEvents(sink), cancellationToken);
        var run = new LayerRun(session.Engine, sink, session.Target.Name, session.Notes) { Rules = rules, SkippedChecks = skipped };
        var options = new ApplyOptions { Operation = header.Extras.Operation, OverlayWrites = header.Extras.OverlayWrites, OverlayRemovals = header.Extras.OverlayRemovals };
        var result = await run.CarryOutAsync(loaded.Plan, options, request.PlanOnly, cancellationToken);
        var layer = LayerName.Parse(header.Layer);
        if (result.Status != "Planned" && layer.Service is not null && MeshState.Read(await session.Engine.ReadStateAsync(layer.Environment, cancellationToken)) is { } mesh)
            await MeshCheck.RunAsync(session, layer, mesh.Name, cancellationToken);
        return result;
    }

    private static async Task<(SavedPlanHeader Header, LayerSource Source)> ReadAsync(ResolvedTarget target, string path, IOperationSink sink, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(target, cloud: null);
        await using var stream = PlanFiles.Open(path);
        var header = await session.Engine.ReadPlanHeaderAsync(stream, cancellationToken);
        await PlanInputs.CheckAsync(session, header, sink, cancellationToken);
        var overlay = new Dictionary<string, OverlayEntry>(await session.Engine.ReadOverlayAsync(header.Layer, cancellationToken), StringComparer.Ordinal);
        foreach (var entry in header.Extras.OverlayWrites)
            overlay[entry.Key] = entry;
        return LayerSource.Read(overlay) is { } source
            ? (header, source)
            : throw new OptaException(new Diagnostic("OPTA2404", Severity.Error, $"What the saved plan of '{header.Layer}' was based on is gone: the layer has no state.")
            {
                Category = DiagnosticCategory.InvalidData,
                Remedy = "Plan again and look at the differences.",
            });
    }
}

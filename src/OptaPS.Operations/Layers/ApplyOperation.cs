using OptaPS.Configuration.Layers;
using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Environments;
using OptaPS.Operations.Plans;
using OptaPS.Operations.Policies;
using OptaPS.Operations.Services;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.States;
using OptaPS.Operations.Targets;
using OptaPS.Operations.Views;
using OptaPS.Requests;
using ApplyResult = OptaPS.Objects.ApplyResult;

namespace OptaPS.Operations.Layers;

/// <summary>Creates or converges an environment or a service from its file.</summary>
internal static class ApplyOperation
{
    public static async Task<ApplyResult> RunAsync(ApplyRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var target = await TargetResolver.ResolveAsync(request.Target, cancellationToken);
        var loaded = await LayerLoader.LoadAsync(request.Target, request.Path, request.Environment, request.Variables, sink, cancellationToken);
        await using var session = Session.Open(target, CloudSettings.Of(loaded.Provider), StateChoice.Of(loaded));

        var writes = new List<OverlayEntry>();
        if (request.Image is not null)
            writes.Add(ImageEntry(request, loaded, session.Now));

        return await RunAsync(session, loaded, writes, request.PlanOnly, request.AllowDataLoss, "apply", request.Choices, sink, cancellationToken);
    }

    /// <summary>Compiles, plans and carries out a loaded layer; new overlay entries take part in the plan and are written with the apply.</summary>
    public static Task<ApplyResult> RunAsync(
        Session session,
        LoadedLayer loaded,
        List<OverlayEntry> writes,
        bool planOnly,
        bool allowDataLoss,
        string command,
        IOperationSink sink,
        CancellationToken cancellationToken) =>
        RunAsync(session, loaded, writes, planOnly, allowDataLoss, command, new PlanChoices(), sink, cancellationToken);

    private static async Task<ApplyResult> RunAsync(
        Session session,
        LoadedLayer loaded,
        List<OverlayEntry> writes,
        bool planOnly,
        bool allowDataLoss,
        string command,
        PlanChoices choices,
        IOperationSink sink,
        CancellationToken cancellationToken)
    {
        var options = PlanOptionsOf.Choices(choices, allowDataLoss);
        var skipped = PreflightSkips.Read(choices.SkipChecks);
        var rules = await PolicyReader.ReadAsync(choices.PolicyFiles, session.Target.Target.WorkingFolder, cancellationToken);
        var layer = loaded.Layer.ToString();
        var overlay = new Dictionary<string, OverlayEntry>(await session.Engine.ReadOverlayAsync(layer, cancellationToken), StringComparer.Ordinal);
        Check(loaded, overlay);

        var source = LayerSource.Of(loaded.File, loaded.Provider);
        if (LayerSource.Read(overlay) != source)
            writes.Add(source.ToEntry(command, session.Actor, session.Now));
        foreach (var write in writes)
            overlay[write.Key] = write;
        var forgotten = ImageEntries.WithoutModule(loaded.File, overlay.Keys);
        foreach (var moved in ImageEntries.Moved(overlay, forgotten, options.Moves).ToList())
        {
            writes.Add(moved);
            overlay[moved.Key] = moved;
        }

        foreach (var key in forgotten.Where(key => !options.Moves.Any(move => move.From == $"{key.Split(':', 2)[1]}/*")))
            sink.Report(ImageEntries.Forgotten(key, overlay[key], loaded.File.Path));

        var graph = await LayerCompilation.CompileAsync(session, loaded, overlay, cancellationToken);
        var plan = await session.Engine.PlanAsync(graph, options, new EngineEvents(sink), cancellationToken);
        var run = new LayerRun(session.Engine, sink, session.Target.Name, session.Notes) { Rules = rules, SkippedChecks = skipped };
        var result = await run.CarryOutAsync(plan, new ApplyOptions { Operation = command, OverlayWrites = writes, OverlayRemovals = forgotten }, planOnly, cancellationToken);
        if (planOnly && choices.SaveTo is { } file && result.Plan?.Findings.Any(finding => finding.Severity == Severity.Error) == false)
        {
            var extras = new SavedPlanExtras { Operation = command, OverlayWrites = writes, OverlayRemovals = forgotten, Inputs = await PlanInputs.OfAsync(session, loaded, cancellationToken) };
            return result with { PlanFile = await PlanFiles.SaveAsync(session.Engine, plan, extras, Path.GetFullPath(file, session.Target.Target.WorkingFolder), cancellationToken) };
        }

        if (result.Status != "Planned" && loaded.Parent is { } parent && MeshState.Read(await session.Engine.ReadStateAsync(parent.Name, cancellationToken)) is { } mesh)
            await MeshCheck.RunAsync(session, loaded.Layer, mesh.Name, cancellationToken);
        return result;
    }

    private static OverlayEntry ImageEntry(ApplyRequest request, LoadedLayer loaded, DateTimeOffset now)
    {
        if (loaded.File is not ServiceFile service)
            throw new OptaException(LayerErrors.ImageOnEnvironment(request.Path));

        List<string> modules = [.. service.Modules.Where(m => m.Type.EndsWith("k8s-service", StringComparison.Ordinal)).Select(m => m.Name)];
        var module = request.Module ?? (modules.Count == 1 ? modules[0] : null);
        if (module is null || !modules.Contains(module, StringComparer.Ordinal))
            throw new OptaException(LayerErrors.ModuleForImage(service.Name, request.Module, modules));

        return new OverlayEntry($"image:{module}", request.Image, "deploy", request.Target.Actor, now);
    }

    private static void Check(LoadedLayer loaded, IReadOnlyDictionary<string, OverlayEntry> overlay)
    {
        if (LayerSource.Read(overlay) is not { } recorded)
            return;

        var given = LayerSource.Of(loaded.File, loaded.Provider);
        if (recorded.Organization != given.Organization)
            throw new OptaException(LayerErrors.OtherOrganization(loaded.Layer.Environment, recorded.Organization, given.Organization));

        if (Place(recorded) != Place(given))
            throw new OptaException(LayerErrors.OtherAccount(loaded.Layer.Environment, Place(recorded), Place(given)));
    }

    private static string Place(LayerSource source) => $"{source.Provider} {source.Account} {source.Region}".Trim();
}

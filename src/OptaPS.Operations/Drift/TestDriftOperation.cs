using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Objects;
using OptaPS.Operations.Layers;
using OptaPS.Operations.Sessions;
using OptaPS.Operations.Views;
using OptaPS.Requests;

namespace OptaPS.Operations.Drift;

/// <summary>Compares the live resources of an environment and its services with what was last applied, and puts back what differs when asked to.</summary>
internal static class TestDriftOperation
{
    public static async Task<IReadOnlyList<DriftReport>> RunAsync(TestDriftRequest request, IOperationSink sink, CancellationToken cancellationToken)
    {
        var filter = DriftFilter.Read(request.Ignored);
        if (request.Repair && request.Ignored.Count > 0)
            throw new OptaException(RepairOfAll());
        var (session, layer) = await LayerFinder.OpenAsync(request.Target, request.Environment, request.Service, cancellationToken);
        await using var opened = session;
        var layers = new List<LayerName> { layer };
        if (request.Service is null)
            layers.AddRange((await EnvironmentFinder.ServicesAsync(session.Engine, layer.Environment, cancellationToken)).Select(service => new LayerName(layer.Environment, service)));
        var reports = new List<DriftReport>();
        foreach (var one in layers)
        {
            if (await CheckAsync(session, one, request, filter, sink, cancellationToken) is { } report)
                reports.Add(report);
        }

        return reports;
    }

    private static async Task<DriftReport?> CheckAsync(Session session, LayerName layer, TestDriftRequest request, DriftFilter filter, IOperationSink sink, CancellationToken cancellationToken)
    {
        var plan = await session.Engine.PlanRepairAsync(layer.ToString(), new PlanOptions { AllowDataLoss = request.AllowDataLoss }, new EngineEvents(sink), cancellationToken);
        if (plan is null)
            return null;
        var fields = DriftViews.Of(plan, layer);
        var counted = fields.Where(field => !filter.LeavesOut(field)).ToList();
        var report = new DriftReport(layer.Environment, layer.Service, session.Target.Name, plan.Resources.Count, counted) { Ignored = fields.Count - counted.Count };
        if (!request.Repair || !report.HasDrift)
            return report;
        var run = new LayerRun(session.Engine, sink, session.Target.Name, session.Notes);
        return report with { Repair = await run.CarryOutAsync(plan, new ApplyOptions { Operation = "repair" }, request.PlanOnly, cancellationToken) };
    }

    private static Diagnostic RepairOfAll() => new("OPTA7085", Severity.Error, "Fields cannot be left out of a repair.")
    {
        Category = DiagnosticCategory.InvalidArgument,
        Remedy = "A repair puts back everything that was applied. Test without it, or leave the fields in.",
    };
}

using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Json;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>The engine's own rules over a provider's verdict.</summary>
internal static class PlanVerdict
{
    /// <summary>Takes taints, lost answers, gone resources and moved connections into account.</summary>
    internal static PlannedChange Decide(PlannedChange change, ResourceNode node, ResourceRecord? record, ResourceSnapshot? live, PlanContext context)
    {
        if (record?.Open is { Action: PlannedAction.Create } open && record.Status == RecordStatus.Intended && (open.Handle is not null || live?.PendingHandle is not null))
            return change with { Action = PlannedAction.Create, Exact = false, Reasons = [$"its create was started at {open.Since:u} and goes on"] };
        if (live is null)
            return change with { Action = PlannedAction.Create, Reasons = record is null ? change.Reasons : ["it does not exist any more", .. change.Reasons] };
        if (record?.Status == RecordStatus.Tainted)
            return change with { Action = PlannedAction.Replace, Reasons = ["its create failed half way", .. change.Reasons] };
        if (record is { Status: RecordStatus.Intended } && change.Action == PlannedAction.None)
            return change with { Action = PlannedAction.Adopt, Reasons = ["an interrupted run made it"] };
        if (ConnectionMoves(node, context))
            return change with { Action = PlannedAction.Replace, Exact = false, Reasons = ["what it lives in is replaced", .. change.Reasons] };
        return change.Action == PlannedAction.Create
            ? change with { Action = PlannedAction.Update }
            : change;
    }

    /// <summary>The engine's risk class for an action.</summary>
    internal static RiskClass RiskOf(PlannedAction action, bool holdsData) => action switch
    {
        PlannedAction.Replace or PlannedAction.Delete => holdsData ? RiskClass.DataLoss : RiskClass.Downtime,
        _ => RiskClass.None,
    };

    /// <summary>Refuses what would lose data without leave and skips what is protected.</summary>
    internal static PlannedResource Guard(PlannedResource planned, ResourceRecord? record, PlanOptions options)
    {
        if (planned.Action is not (PlannedAction.Replace or PlannedAction.Delete))
            return planned;
        if (record?.Protected == true)
        {
            return planned with
            {
                Action = PlannedAction.None,
                Risk = RiskClass.None,
                Refusal = new Diagnostic("OPTA2402", Severity.Warning, $"'{planned.Address}' is protected and stays as it is; it would be {Word(planned.Action)}.")
                {
                    Resource = planned.Address,
                    Evidence = planned.Reasons,
                    Remedy = "Lift the protection to let it go.",
                },
            };
        }

        if (planned.Risk != RiskClass.DataLoss || options.AllowDataLoss || options.Destroy)
            return planned;
        return planned with
        {
            Refusal = new Diagnostic("OPTA2401", Severity.Error, $"'{planned.Address}' keeps data and would be {Word(planned.Action)}: {string.Join("; ", planned.Reasons)}.")
            {
                Resource = planned.Address,
                Remedy = "Undo the change that causes it, or allow the loss of its data explicitly (-AllowDataLoss, --allow-data-loss).",
            },
        };
    }

    /// <summary>The plan of a run that only takes the live state into the record.</summary>
    internal static PlannedResource RefreshOnly(PlannedResource planned, ResourceRecord? record)
    {
        var action = record is null ? PlannedAction.None
            : planned.Live is null && record.Identifier is not null ? PlannedAction.Forget
            : planned.Live is not null && !JsonEquality.Equal(planned.Live.Properties, record.Outputs) ? PlannedAction.Adopt
            : PlannedAction.None;
        return planned with
        {
            Action = action,
            Risk = RiskClass.None,
            Refusal = null,
            EstimatedDuration = TimeSpan.Zero,
            Reasons = action switch
            {
                PlannedAction.Forget => ["it does not exist any more"],
                PlannedAction.Adopt => ["its live state differs from the record"],
                _ => [],
            },
        };
    }

    private static string Word(PlannedAction action) => action == PlannedAction.Replace ? "replaced" : "deleted";

    private static bool ConnectionMoves(ResourceNode node, PlanContext context) =>
        ExpressionReader.References(node.Connection).Any(reference =>
            context.Planned.TryGetValue(reference.Address, out var home) && home.Action is (PlannedAction.Replace or PlannedAction.Create));
}

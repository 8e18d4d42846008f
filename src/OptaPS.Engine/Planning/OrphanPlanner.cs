using OptaPS.Engine.Providers;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>Plans recorded resources that the graph does not have (any more): they are deleted, or forgotten when they are gone.</summary>
internal static class OrphanPlanner
{
    internal static PlannedResource Plan(ResourceRecord record, PlanContext context)
    {
        var traits = context.Providers.TraitsOf(record.Type, record.Address);
        var planned = new PlannedResource(record.Address, record.Type, PlannedAction.None)
        {
            Identifier = record.Identifier,
            DependsOn = record.Dependencies,
            Desired = record.Applied,
        };
        if (context.Options.KeepOrphans || !context.Scope.Contains(record.Address))
            return planned with { InScope = false, Reasons = ["not part of this plan"] };

        var read = context.Live.TryGetValue(record.Address, out var live);
        planned = planned with { Live = live, Identifier = live?.Identifier ?? record.Identifier };
        if (read && live is null && record.Open is null)
            return planned with { Action = PlannedAction.Forget, Reasons = ["it does not exist any more"] };
        if (context.Options.RefreshOnly)
            return PlanVerdict.RefreshOnly(planned, record);

        planned = planned with
        {
            Action = PlannedAction.Delete,
            Risk = PlanVerdict.RiskOf(PlannedAction.Delete, record.HoldsData || traits.HoldsData),
            Reasons = [Reason(record, context.Options)],
            EstimatedDuration = context.Durations.DeleteOf(record.Type, traits),
        };
        return PlanVerdict.Guard(planned, record, context.Options);
    }

    private static string Reason(ResourceRecord record, PlanOptions options)
    {
        if (record.ReplacedAt is { } address)
            return $"its replacement at {address} has been made";
        return options.Destroy ? "the layer is destroyed" : "it is not in the configuration any more";
    }
}

using OptaPS.Engine.Dag;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning;

/// <summary>Makes the short form of a plan: counts, and at most 20 lines with the dangerous ones first.</summary>
internal static class PlanSummarizer
{
    private const int MostLines = 20;

    internal static PlanSummary Summarize(IReadOnlyList<PlannedResource> resources, DirectedGraph order)
    {
        int Count(PlannedAction action) => resources.Count(resource => resource.Action == action);
        var durations = resources.ToDictionary(resource => resource.Address, resource => resource.EstimatedDuration, StringComparer.Ordinal);
        var longest = order.LongestRemaining(name => durations.GetValueOrDefault(name));
        return new PlanSummary(
            Count(PlannedAction.Create),
            Count(PlannedAction.Update),
            Count(PlannedAction.Replace),
            Count(PlannedAction.Delete),
            Count(PlannedAction.Adopt),
            Count(PlannedAction.Forget),
            resources.Count(resource => resource.Action == PlannedAction.None && resource.InScope))
        {
            LeftOut = resources.Count(resource => !resource.InScope),
            Lines = Lines(resources),
            EstimatedDuration = longest.Count == 0 ? TimeSpan.Zero : longest.Values.Max(),
        };
    }

    private static List<string> Lines(IReadOnlyList<PlannedResource> resources)
    {
        var listed = resources
            .Where(resource => resource.Action != PlannedAction.None || resource.Refusal is not null)
            .OrderByDescending(resource => resource.Refusal is not null)
            .ThenByDescending(resource => resource.Risk)
            .ThenByDescending(resource => resource.Action is PlannedAction.Replace or PlannedAction.Delete)
            .ThenBy(resource => resource.Action)
            .ToList();
        var lines = listed.Take(listed.Count > MostLines ? MostLines - 1 : MostLines).Select(Line).ToList();
        if (listed.Count > MostLines)
            lines.Add($"... and {listed.Count - lines.Count} more");
        return lines;
    }

    private static string Line(PlannedResource resource)
    {
        var risk = resource.Risk switch
        {
            RiskClass.DataLoss => " [data loss]",
            RiskClass.Downtime => " [downtime]",
            RiskClass.Restart => " [restart]",
            _ => "",
        };
        var why = resource.Refusal?.Message ?? (resource.Reasons.Count > 0 && resource.Action != PlannedAction.Create ? resource.Reasons[0] : "");
        return $"{resource.Action.ToString().ToLowerInvariant(),-7} {resource.Address} ({resource.Type}){risk}{(why.Length > 0 ? ": " + why : "")}";
    }
}

using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning;

/// <summary>The usual three-way comparison of desired, recorded and live, for providers to call from their <see cref="IResourceProvider.PlanAsync"/>.</summary>
public static class PropertyPlanner
{
    private const int NamedInReason = 5;

    /// <summary>
    /// Compares the properties that the configuration sets (or set at the last apply). Live values win over recorded ones except for write-only
    /// properties, which are compared with the record. Properties that are only live are the system's defaults and are left alone.
    /// A property that was set at the last apply and is not set any more is removed when it is live.
    /// </summary>
    /// <param name="request">The documents.</param>
    /// <param name="traits">The type's rules.</param>
    public static PlannedChange Plan(PlanRequest request, ResourceTraits traits)
    {
        if (request.Live is null)
        {
            return new PlannedChange(PlannedAction.Create)
            {
                Reasons = [request.Recorded is null ? "it does not exist yet" : "it does not exist any more"],
                Properties = CreatedProperties(request, traits),
                Exact = !Expressions.ExpressionReader.References(request.Desired).Any(),
            };
        }

        var comparison = new PropertyComparison(request, traits);
        comparison.Compare();
        var changes = comparison.Changes;
        if (changes.Count == 0)
            return new PlannedChange(PlannedAction.None);

        var forced = changes.Where(change => change.ForcesReplace).ToList();
        return new PlannedChange(forced.Count > 0 ? PlannedAction.Replace : PlannedAction.Update)
        {
            Properties = changes,
            Reasons = [.. forced.Select(change => $"{change.Path} can only be set when it is created"), .. Reasons(changes)],
            Exact = !changes.Any(change => change.Unknown),
        };
    }

    private static IEnumerable<string> Reasons(IReadOnlyList<PropertyChange> changes)
    {
        var drift = changes.Where(change => change.Drift).Select(change => change.Path).ToList();
        if (drift.Count > 0)
            yield return $"changed outside OptaPS: {Names(drift)}";
        var wanted = changes.Where(change => !change.Drift && !change.ForcesReplace).Select(change => change.Path).ToList();
        if (wanted.Count > 0)
            yield return $"to be changed: {Names(wanted)}";
    }

    private static string Names(List<string> paths) => paths.Count <= NamedInReason
        ? string.Join(", ", paths)
        : $"{string.Join(", ", paths.Take(NamedInReason))} and {paths.Count - NamedInReason} more";

    private static List<PropertyChange> CreatedProperties(PlanRequest request, ResourceTraits traits)
    {
        var comparison = new PropertyComparison(request, traits);
        foreach (var (name, value) in request.Desired)
            comparison.Report(Json.JsonPointer.Append("", name), null, value, recorded: null);
        return [.. comparison.Changes.Select(change => change with { ForcesReplace = false })];
    }
}

using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>How long actions take here: what this layer's own runs measured comes first, what is usual for the type comes last.</summary>
internal sealed class DurationBook(LayerState state)
{
    private readonly Dictionary<ResourceType, TimeSpan> measured = state.Resources.Values
        .Where(record => record.CreateTook is not null)
        .GroupBy(record => record.Type)
        .ToDictionary(group => group.Key, group => Median([.. group.Select(record => record.CreateTook!.Value)]));

    /// <summary>How long the create took the last time: of this resource, else the median of its type, else the usual time.</summary>
    internal TimeSpan CreateOf(ResourceType type, ResourceTraits traits, ResourceRecord? record) =>
        record?.CreateTook ?? (measured.TryGetValue(type, out var took) ? took : traits.UsualCreate);

    /// <summary>How long an action takes.</summary>
    internal TimeSpan Of(PlannedAction action, ResourceType type, ResourceTraits traits, ResourceRecord? record) => action switch
    {
        PlannedAction.Create => CreateOf(type, traits, record),
        PlannedAction.Replace => CreateOf(type, traits, record) + traits.UsualDelete,
        PlannedAction.Delete => traits.UsualDelete,
        PlannedAction.Update => CreateOf(type, traits, record) / 2,
        _ => TimeSpan.Zero,
    };

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}

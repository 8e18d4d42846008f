using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Planning;

/// <summary>How long actions take here: what this layer's own runs measured comes first, what is usual for the type comes last.</summary>
internal sealed class DurationBook(LayerState state)
{
    private readonly Dictionary<ResourceType, TimeSpan> creates = Medians(state, record => record.CreateTook);
    private readonly Dictionary<ResourceType, TimeSpan> updates = Medians(state, record => record.UpdateTook);

    /// <summary>How long the create took the last time: of this resource, else the median of its type, else the usual time.</summary>
    internal TimeSpan CreateOf(ResourceType type, ResourceTraits traits, ResourceRecord? record) =>
        record?.CreateTook ?? (creates.TryGetValue(type, out var took) ? took : traits.UsualCreate);

    /// <summary>How long a delete of this type took the last time, else the usual time.</summary>
    internal TimeSpan DeleteOf(ResourceType type, ResourceTraits traits) => state.DeleteTook.TryGetValue(type.ToString(), out var took) ? took : traits.UsualDelete;

    /// <summary>How long a change took the last time: of this resource, else the median of its type, else half of a create.</summary>
    internal TimeSpan UpdateOf(ResourceType type, ResourceTraits traits, ResourceRecord? record) =>
        record?.UpdateTook ?? (updates.TryGetValue(type, out var took) ? took : CreateOf(type, traits, record) / 2);

    /// <summary>How long an action takes.</summary>
    internal TimeSpan Of(PlannedAction action, ResourceType type, ResourceTraits traits, ResourceRecord? record) => action switch
    {
        PlannedAction.Create => CreateOf(type, traits, record),
        PlannedAction.Replace => CreateOf(type, traits, record) + DeleteOf(type, traits),
        PlannedAction.Delete => DeleteOf(type, traits),
        PlannedAction.Update => UpdateOf(type, traits, record),
        _ => TimeSpan.Zero,
    };

    private static Dictionary<ResourceType, TimeSpan> Medians(LayerState state, Func<ResourceRecord, TimeSpan?> took) => state.Resources.Values
        .Where(record => took(record) is not null)
        .GroupBy(record => record.Type)
        .ToDictionary(group => group.Key, group => Median([.. group.Select(record => took(record)!.Value)]));

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}

using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Objects;
using OptaPS.Operations.Views;

namespace OptaPS.Operations.Drift;

/// <summary>Makes one entry per field of what a repair would change.</summary>
internal static class DriftViews
{
    public static IReadOnlyList<DriftedField> Of(Plan repair, LayerName layer) =>
        [.. repair.Changes.Where(resource => resource.Action is not (PlannedAction.Adopt or PlannedAction.Forget)).SelectMany(resource => Fields(resource, layer))];

    private static IEnumerable<DriftedField> Fields(PlannedResource resource, LayerName layer)
    {
        var whole = new DriftedField(layer.Environment, layer.Service, resource.Address, resource.Type.ToString(), "Missing", "")
        {
            Repair = resource.Action.ToString(),
            Risk = resource.Risk.ToString(),
        };
        if (resource.Action == PlannedAction.Create)
            return [resource.Reasons.Count > 0 && resource.Reasons[0].StartsWith("its create was started", StringComparison.Ordinal) ? whole with { Kind = "Unfinished" } : whole];

        var fields = resource.Properties.Select(property => Field(whole, property)).ToList();
        foreach (var child in resource.Children.Where(child => child.Action != PlannedAction.None))
        {
            var inside = whole with { Object = child.Name };
            if (child.Action == PlannedAction.Create || child.Properties.Count == 0)
                fields.Add(child.Action == PlannedAction.Create ? inside : inside with { Kind = "Changed" });
            else
                fields.AddRange(child.Properties.Select(property => Field(inside, property)));
        }

        return fields.Count > 0 ? fields : [whole with { Kind = "Unfinished", Expected = resource.Reasons.Count > 0 ? resource.Reasons[0] : null }];
    }

    private static DriftedField Field(DriftedField resource, PropertyChange change)
    {
        var property = PlanViews.Property(change);
        return resource with { Kind = "Changed", Path = property.Path, Expected = property.After, Actual = property.Before, ChangedBy = change.ChangedBy };
    }
}

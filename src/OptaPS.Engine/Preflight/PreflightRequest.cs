using System.Text.Json.Nodes;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Preflight;

/// <summary>Asks a provider whether a plan can succeed.</summary>
/// <param name="Owner">The layer's ownership mark.</param>
/// <param name="Resources">The provider's resources that the plan keeps or makes.</param>
/// <param name="EstimatedDuration">How long the plan's actions take, as estimated.</param>
public sealed record PreflightRequest(Ownership Owner, IReadOnlyList<PreflightResource> Resources, TimeSpan EstimatedDuration)
{
    /// <summary>The resources of other providers that the plan keeps or makes; what they bring about may need quotas too.</summary>
    public IReadOnlyList<PreflightResource> Others { get; init; } = [];

    /// <summary>Names of checks that are left out.</summary>
    public IReadOnlyCollection<string> Skipped { get; init; } = [];

    internal static PreflightRequest Of(Plan plan, string provider)
    {
        var wanted = plan.Resources.Where(resource => resource.InScope && resource.Action is not (PlannedAction.Delete or PlannedAction.Forget)).ToList();
        return new PreflightRequest(plan.Graph.Owner, [.. wanted.Where(resource => resource.Type.Provider == provider).Select(View)], plan.Summary.EstimatedDuration)
        {
            Others = [.. wanted.Where(resource => resource.Type.Provider != provider).Select(View)],
        };
    }

    private static PreflightResource View(PlannedResource resource) =>
        new(resource.Address, resource.Type.Name, resource.Action, (JsonObject)(resource.Desired?.DeepClone() ?? new JsonObject())) { IsUnderWay = resource.IsUnderWay, Identifier = resource.Identifier };
}

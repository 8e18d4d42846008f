using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Planning;

/// <summary>What a saved plan is made again from.</summary>
internal sealed record PlanContent(ResourceGraph Graph, PlanOptions Options)
{
    /// <summary>What goes with the plan.</summary>
    public SavedPlanExtras Extras { get; init; } = new();
}

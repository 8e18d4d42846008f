using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Preflight;

/// <summary>A resource of a plan as a check sees it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="TypeName">The provider's type name.</param>
/// <param name="Action">What the plan does with it.</param>
/// <param name="Desired">The wanted document; unknown values are expressions.</param>
public sealed record PreflightResource(string Address, string TypeName, PlannedAction Action, JsonObject Desired)
{
    /// <summary>The identifier of the existing resource, or null.</summary>
    public string? Identifier { get; init; }

    /// <summary>True when an earlier run began to make it; the run goes on from there.</summary>
    public bool IsUnderWay { get; init; }

    /// <summary>True when the plan makes it: a create, or a replacement beside or after the old one.</summary>
    public bool IsMade => Action is PlannedAction.Create or PlannedAction.Replace && !IsUnderWay;

    /// <summary>True when nothing of it can exist yet, so that its name must be free.</summary>
    public bool IsNew => Action == PlannedAction.Create && !IsUnderWay;
}

using OptaPS.Diagnostics;

namespace OptaPS.Engine.Providers;

/// <summary>A provider's verdict on one resource.</summary>
/// <param name="Action">What has to be done.</param>
public sealed record PlannedChange(PlannedAction Action)
{
    /// <summary>The properties that differ, with why each matters.</summary>
    public IReadOnlyList<PropertyChange> Properties { get; init; } = [];

    /// <summary>Why, in words, most important first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>For composites such as a Helm release: the objects inside.</summary>
    public IReadOnlyList<ChildChange> Children { get; init; } = [];

    /// <summary>False when values were unknown at plan time, so that the change is computed again just before it is applied.</summary>
    public bool Exact { get; init; } = true;

    /// <summary>What the change may cost, when the provider knows better than the engine's rule (an update costs nothing, a replace or delete downtime, data when the type holds data).</summary>
    public RiskClass? Risk { get; init; }

    /// <summary>Warnings to show with the plan.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}

using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Execution;

/// <summary>What became of one resource in an apply.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Action">What was done or was to be done.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record ResourceResult(string Address, ResourceType Type, PlannedAction Action, ResourceOutcome Outcome)
{
    /// <summary>The identifier, when known.</summary>
    public string? Identifier { get; init; }

    /// <summary>How long the action took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it failed, is open or was skipped.</summary>
    public Diagnostic? Failure { get; init; }
}

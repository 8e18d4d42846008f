using OptaPS.Diagnostics;

namespace OptaPS.Engine.Execution.Operations;

/// <summary>How driving an operation ended.</summary>
/// <param name="Outcome">Done, failed or open.</param>
/// <param name="Failure">Why, when not done.</param>
internal sealed record OperationEnd(ResourceOutcome Outcome, Diagnostic? Failure = null)
{
    /// <summary>True when the effect was found, not reported: the resource may differ from what was asked for.</summary>
    internal bool Found { get; init; }
}

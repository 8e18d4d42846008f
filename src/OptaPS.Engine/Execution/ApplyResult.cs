using OptaPS.Diagnostics;
using OptaPS.Engine.State;

namespace OptaPS.Engine.Execution;

/// <summary>What an apply did, and what is open.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Status">How it ended.</param>
public sealed record ApplyResult(string Layer, ApplyStatus Status)
{
    /// <summary>Every resource of the plan.</summary>
    public required IReadOnlyList<ResourceResult> Resources { get; init; }

    /// <summary>The layer's outputs as recorded after the apply.</summary>
    public required LayerOutputs Outputs { get; init; }

    /// <summary>How long the apply took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The failures, in the order in which they happened.</summary>
    public IReadOnlyList<Diagnostic> Failures { get; init; } = [];

    /// <summary>Resources that an identical run would go on with: failed, open or skipped.</summary>
    public IEnumerable<ResourceResult> Open =>
        Resources.Where(resource => resource.Outcome is ResourceOutcome.Failed or ResourceOutcome.Open or ResourceOutcome.Skipped);
}

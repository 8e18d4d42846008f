using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Carries a saved plan out exactly, or refuses it because its file, the state or live resources moved since.</summary>
/// <param name="Target">Where to work; must be what the plan was made for.</param>
/// <param name="Path">The saved plan.</param>
public sealed record ApplyPlanRequest(OperationTarget Target, string Path) : IOperationRequest<ApplyResult>
{
    /// <summary>True to leave out the confirmation.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to stop after the plan was found to hold still; nothing is changed.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>YAML files with rules that the plan must keep.</summary>
    public IReadOnlyList<string> PolicyFiles { get; init; } = [];

    /// <summary>Preflight checks to leave out, by name.</summary>
    public IReadOnlyList<string> SkipChecks { get; init; } = [];
}

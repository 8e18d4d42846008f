using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Removes an environment or a service with everything that its state records, in exact reverse order.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or the path of its file.</param>
public sealed record DestroyRequest(OperationTarget Target, string Environment) : IOperationRequest<ApplyResult>
{
    /// <summary>The service to remove (name or file), or null for the environment itself.</summary>
    public string? Service { get; init; }

    /// <summary>True to remove the services of an environment first; otherwise an environment with services is refused.</summary>
    public bool Recurse { get; init; }

    /// <summary>True to remove an environment of which there is no state: what carries its mark. Without it such an environment is only shown.</summary>
    public bool WithoutState { get; init; }

    /// <summary>True to leave out the confirmation.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to stop after the plan.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>Targets and policies. A target takes along what depends on it.</summary>
    public PlanChoices Choices { get; init; } = new();

    /// <summary>True to allow deletion of resources that hold data.</summary>
    public bool AllowDataLoss { get; init; }
}

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Compares what is with what was last applied, field by field; needs no file. Optionally puts it back.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name, or the path of its file.</param>
public sealed record TestDriftRequest(OperationTarget Target, string Environment) : IOperationRequest<IReadOnlyList<DriftReport>>
{
    /// <summary>Only this service; null for the environment and all its services.</summary>
    public string? Service { get; init; }

    /// <summary>Fields that others may change, as <c>kind:/path</c> with wildcards; they are no drift. Not together with a repair.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>True to put back what differs.</summary>
    public bool Repair { get; init; }

    /// <summary>True to stop a repair after the plan.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>True to leave out the confirmation of a repair.</summary>
    public bool AutoApprove { get; init; }

    /// <summary>True to allow that a repair replaces resources that hold data.</summary>
    public bool AllowDataLoss { get; init; }
}

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Reads the outputs of an environment or service from its state.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Service">The service's name, or null.</param>
public sealed record GetOutputRequest(OperationTarget Target, string Environment, string? Service = null) : IOperationRequest<IReadOnlyList<OutputValue>>
{
    /// <summary>Give the values of sensitive outputs, too, as secrets.</summary>
    public bool WithSecrets { get; init; }
}

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists the addresses at which services answer.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Service">A service's name, or null for all.</param>
public sealed record GetEndpointRequest(OperationTarget Target, string Environment, string? Service = null) : IOperationRequest<IReadOnlyList<ServiceEndpoint>>;

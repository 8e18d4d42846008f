using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Makes a short-lived token for an environment's cluster.</summary>
/// <param name="Target">Where the environment lives.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record GetClusterTokenRequest(OperationTarget Target, string Environment) : IOperationRequest<ClusterToken>;

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Calls an endpoint once with GET and tells what it answered.</summary>
/// <param name="Target">Where the endpoint lives.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Timeout">How long to wait for the whole answer.</param>
public sealed record TestEndpointRequest(OperationTarget Target, ServiceEndpoint Endpoint, TimeSpan Timeout) : IOperationRequest<EndpointTest>;

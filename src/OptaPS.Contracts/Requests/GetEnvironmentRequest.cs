using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists environments that have state.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Environment">A name, or null for all.</param>
public sealed record GetEnvironmentRequest(OperationTarget Target, string? Environment = null) : IOperationRequest<IReadOnlyList<EnvironmentInfo>>;

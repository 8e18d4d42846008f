using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists the locks on states.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Environment">The environment's name, or null for all.</param>
public sealed record GetLockRequest(OperationTarget Target, string? Environment = null) : IOperationRequest<IReadOnlyList<LockInfo>>;

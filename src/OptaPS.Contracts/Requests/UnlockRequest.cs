using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Ends the lock of a run that is dead. What that run may still try to write is refused.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Service">The service, or null for the environment itself.</param>
public sealed record UnlockRequest(OperationTarget Target, string Environment, string? Service = null) : IOperationRequest<LockInfo>
{
    /// <summary>True to end a lock too that has not expired.</summary>
    public bool Force { get; init; }
}

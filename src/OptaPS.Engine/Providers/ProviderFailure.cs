using OptaPS.Diagnostics;

namespace OptaPS.Engine.Providers;

/// <summary>A failure of the remote side, with what the engine may do about it.</summary>
/// <param name="Diagnostic">For the user: resource, cause, request id, evidence, remedy.</param>
/// <param name="Retry">What the engine may do.</param>
public sealed record ProviderFailure(Diagnostic Diagnostic, RetryAdvice Retry)
{
    /// <summary>How long to wait before a retry, when the remote side said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The longest time to go on retrying for this cause; null for the engine's usual limit.</summary>
    public TimeSpan? RetryFor { get; init; }
}

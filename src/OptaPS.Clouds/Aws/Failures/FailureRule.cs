using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;

namespace OptaPS.Clouds.Aws.Failures;

/// <summary>What a kind of failure means for the engine and for the user.</summary>
/// <param name="Code">Our code.</param>
/// <param name="Category">The category shown.</param>
/// <param name="Retry">What the engine may do.</param>
/// <param name="Says">What is wrong, to stand after the resource's name.</param>
/// <param name="Remedy">What the user should do.</param>
internal sealed record FailureRule(string Code, DiagnosticCategory Category, RetryAdvice Retry, string Says, string Remedy)
{
    /// <summary>The longest time to go on retrying, or null for the engine's limit.</summary>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>How long to wait before a retry, or null for the engine's back-off.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

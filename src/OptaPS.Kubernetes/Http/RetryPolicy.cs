namespace OptaPS.Kubernetes.Http;

/// <summary>Says whether, and after which pause, a failed call is sent again.</summary>
/// <param name="maxAttempts">How often a call is sent at most.</param>
internal sealed class RetryPolicy(int maxAttempts)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(60);
    private const int UnreachableAttempts = 3;

    /// <summary>The pause, or null when the failure is final.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="repeatable">Whether the call may be repeated although it may have had an effect.</param>
    /// <param name="attempt">How often it was sent, from 1.</param>
    public TimeSpan? PauseAfter(KubernetesException failure, bool repeatable, int attempt)
    {
        if (attempt >= maxAttempts || (failure.EffectUnknown && !repeatable) || failure.RetryAfter > LongestAsked)
            return null;
        var transient = failure.Failure switch
        {
            KubernetesFailure.Throttled => failure.Causes.All(cause => cause.Reason != "DisruptionBudget"),
            KubernetesFailure.Unreachable => attempt < UnreachableAttempts,
            KubernetesFailure.ConnectionLost => true,
            KubernetesFailure.Timeout => attempt < 2,
            KubernetesFailure.Server => failure.RetryAfter is not null || failure.Status is 500 or 502 or 503 or 504,
            _ => false,
        };
        return transient ? failure.RetryAfter ?? BackOff(attempt) : null;
    }

    private static TimeSpan BackOff(int attempt)
    {
        var full = Math.Min(LongestPause.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(full * (0.5 + (0.5 * Random.Shared.NextDouble())));
    }
}

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>A disturbance of one request.</summary>
internal sealed record KubernetesFault(KubernetesFaultKind Kind)
{
    /// <summary>Real time that the request waits first (for <see cref="KubernetesFaultKind.Latency"/> before it goes on).</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Status of a <see cref="KubernetesFaultKind.Error"/>.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Seconds for a Retry-After header, or null.</summary>
    public int? RetryAfter { get; init; }
}

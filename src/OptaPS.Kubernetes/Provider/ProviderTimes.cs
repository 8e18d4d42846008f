namespace OptaPS.Kubernetes.Provider;

/// <summary>How patiently the provider waits.</summary>
public sealed record ProviderTimes
{
    /// <summary>How long an object may take to become ready.</summary>
    public TimeSpan Readiness { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an object may take to go away.</summary>
    public TimeSpan Deletion { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long troubles of pods that may pass by themselves are watched before they count as failures.</summary>
    public TimeSpan PodPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause between two looks at the start of a wait; it doubles up to five seconds.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);
}

namespace OptaPS.Kubernetes.Readiness;

/// <summary>A verdict on one object.</summary>
/// <param name="State">Ready, progressing or failed.</param>
/// <param name="Reason">In words, for example <c>1 of 2 updated replicas is available</c>; empty when ready.</param>
public sealed record ReadinessVerdict(ReadinessState State, string Reason)
{
    /// <summary>The object is ready.</summary>
    public static ReadinessVerdict Ready { get; } = new(ReadinessState.Ready, "");

    /// <summary>The object is not ready yet.</summary>
    public static ReadinessVerdict Wait(string reason) => new(ReadinessState.Progressing, reason);

    /// <summary>The object will not become ready.</summary>
    public static ReadinessVerdict Fail(string reason) => new(ReadinessState.Failed, reason);

    /// <summary>True when ready.</summary>
    public bool IsReady => State == ReadinessState.Ready;
}

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Whether an object does what its specification asks for.</summary>
public enum ReadinessState
{
    /// <summary>It does.</summary>
    Ready,

    /// <summary>Not yet; waiting may help.</summary>
    Progressing,

    /// <summary>It gave up; waiting does not help.</summary>
    Failed,
}

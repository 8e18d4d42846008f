namespace OptaPS.Kubernetes.Objects;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>What happens to dependants.</summary>
    public PropagationPolicy Propagation { get; init; } = PropagationPolicy.Background;

    /// <summary>Delete only the object with this unique id, or null.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only when the object still has this resource version, or null.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Seconds given to pods to end, or null for the object's own setting.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary>True to only check.</summary>
    public bool DryRun { get; init; }
}

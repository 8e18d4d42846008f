namespace OptaPS.Kubernetes.Objects;

/// <summary>What happens to the dependants of a deleted object.</summary>
public enum PropagationPolicy
{
    /// <summary>They are deleted after it, by the garbage collector.</summary>
    Background,

    /// <summary>They are deleted before it; the object stays until then.</summary>
    Foreground,

    /// <summary>They stay.</summary>
    Orphan,
}

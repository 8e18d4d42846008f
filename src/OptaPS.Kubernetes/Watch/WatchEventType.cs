namespace OptaPS.Kubernetes.Watch;

/// <summary>What a <see cref="WatchEvent"/> reports.</summary>
public enum WatchEventType
{
    /// <summary>The object is new, or matches the selector from now on.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone, or no longer matches the selector.</summary>
    Deleted,

    /// <summary>No change; the object carries only the resource version up to which everything was sent.</summary>
    Bookmark,
}

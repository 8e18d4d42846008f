namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>What happened to an object.</summary>
internal enum StoreEventType
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It changed.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted
}

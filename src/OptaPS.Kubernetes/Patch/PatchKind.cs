namespace OptaPS.Kubernetes.Patch;

/// <summary>The format of a patch.</summary>
public enum PatchKind
{
    /// <summary>RFC 6902 JSON Patch: an array of operations.</summary>
    Json,

    /// <summary>RFC 7386 JSON Merge Patch.</summary>
    Merge,

    /// <summary>Kubernetes' strategic merge patch; built-in kinds only.</summary>
    StrategicMerge,
}

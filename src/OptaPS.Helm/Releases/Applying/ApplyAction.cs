namespace OptaPS.Helm.Releases.Applying;

/// <summary>What writing an object did, or would do.</summary>
internal enum ApplyAction
{
    /// <summary>It was as wanted.</summary>
    Unchanged,

    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was changed.</summary>
    Changed,
}

namespace OptaPS.Helm.Releases.Records;

/// <summary>What a revision of a release is, in Helm's words.</summary>
public enum ReleaseStatus
{
    /// <summary>Not known, or a word of a newer Helm.</summary>
    Unknown,

    /// <summary>The revision that is in force.</summary>
    Deployed,

    /// <summary>Removed, its record kept.</summary>
    Uninstalled,

    /// <summary>Was in force; a later revision replaced it.</summary>
    Superseded,

    /// <summary>Did not come to be.</summary>
    Failed,

    /// <summary>Being removed.</summary>
    Uninstalling,

    /// <summary>A first install is under way.</summary>
    PendingInstall,

    /// <summary>An upgrade is under way.</summary>
    PendingUpgrade,

    /// <summary>A rollback is under way.</summary>
    PendingRollback,
}

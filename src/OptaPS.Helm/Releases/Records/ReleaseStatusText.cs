namespace OptaPS.Helm.Releases.Records;

/// <summary>The words that records and labels use for <see cref="ReleaseStatus"/>.</summary>
public static class ReleaseStatusText
{
    /// <summary>Helm's word.</summary>
    public static string Write(ReleaseStatus status) => status switch
    {
        ReleaseStatus.Deployed => "deployed",
        ReleaseStatus.Uninstalled => "uninstalled",
        ReleaseStatus.Superseded => "superseded",
        ReleaseStatus.Failed => "failed",
        ReleaseStatus.Uninstalling => "uninstalling",
        ReleaseStatus.PendingInstall => "pending-install",
        ReleaseStatus.PendingUpgrade => "pending-upgrade",
        ReleaseStatus.PendingRollback => "pending-rollback",
        _ => "unknown",
    };

    /// <summary>Reads Helm's word; a word that is not known gives <see cref="ReleaseStatus.Unknown"/>.</summary>
    public static ReleaseStatus Read(string? text) =>
        Enum.GetValues<ReleaseStatus>().FirstOrDefault(status => Write(status) == text);

    /// <summary>True while an operation is under way.</summary>
    public static bool IsPending(this ReleaseStatus status) =>
        status is ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback;
}

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Removes a release and its objects.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The release's namespace; null for the context's.</param>
/// <param name="Release">The release's name.</param>
public sealed record UninstallReleaseRequest(OperationTarget Target, ClusterChoice Cluster, string? Namespace, string Release) : IOperationRequest<RemovedRelease>
{
    /// <summary>Keeps the records, with status uninstalled.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>Runs no hooks.</summary>
    public bool NoHooks { get; init; }

    /// <summary>Treats a release that is not there as removed.</summary>
    public bool IgnoreNotFound { get; init; }

    /// <summary>The longest time to wait for objects and for each hook.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Also recovers a revision that another tool left pending, once it is older than <see cref="RecoverPendingAfter"/>.</summary>
    public bool RecoverPending { get; init; }

    /// <summary>Age from which a pending revision of another tool counts as abandoned.</summary>
    public TimeSpan RecoverPendingAfter { get; init; } = TimeSpan.FromMinutes(10);
}

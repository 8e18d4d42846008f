using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Puts an earlier revision of a release in force again, as a new revision.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The release's namespace; null for the context's.</param>
/// <param name="Release">The release's name.</param>
public sealed record RestoreReleaseRequest(OperationTarget Target, ClusterChoice Cluster, string? Namespace, string Release) : IOperationRequest<ReleaseView>
{
    /// <summary>The revision to go back to; 0 for the one before the newest.</summary>
    public int Revision { get; init; }

    /// <summary>Waits until all objects are ready.</summary>
    public bool Wait { get; init; }

    /// <summary>Waits until jobs have completed, too.</summary>
    public bool WaitForJobs { get; init; }

    /// <summary>Runs no hooks.</summary>
    public bool NoHooks { get; init; }

    /// <summary>Deletes objects that a failed rollback newly made.</summary>
    public bool CleanupOnFail { get; init; }

    /// <summary>Takes over fields that other managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Revisions kept; 0 keeps all.</summary>
    public int MaxHistory { get; init; } = 10;

    /// <summary>The longest time to wait for objects and for each hook.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Also recovers a revision that another tool left pending, once it is older than <see cref="RecoverPendingAfter"/>.</summary>
    public bool RecoverPending { get; init; }

    /// <summary>Age from which a pending revision of another tool counts as abandoned.</summary>
    public TimeSpan RecoverPendingAfter { get; init; } = TimeSpan.FromMinutes(10);
}

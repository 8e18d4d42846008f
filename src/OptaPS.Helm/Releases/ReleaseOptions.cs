namespace OptaPS.Helm.Releases;

/// <summary>How an operation on a release behaves.</summary>
public sealed record ReleaseOptions
{
    /// <summary>The longest time to wait for objects and for each hook.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>True to wait until all objects are ready.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>True to wait until jobs have completed, too.</summary>
    public bool WaitForJobs { get; init; }

    /// <summary>True to go back (a failed upgrade is rolled back, a failed first install removed). Evidence is collected first. Implies <see cref="Wait"/>.</summary>
    public bool Atomic { get; init; }

    /// <summary>True to delete objects that a failed operation newly made.</summary>
    public bool CleanupOnFail { get; init; }

    /// <summary>True to run no hooks.</summary>
    public bool SkipHooks { get; init; }

    /// <summary>Revisions kept in the history; 0 keeps all.</summary>
    public int MaxHistory { get; init; } = 10;

    /// <summary>True to take over fields that other managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Stable name of who acts; a pending revision of the same holder is its own interrupted work and is recovered at once.</summary>
    public string Holder { get; init; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>True to recover a pending revision of another tool, which has no lease, once it is older than <see cref="RecoverPendingAfter"/>.</summary>
    public bool RecoverPending { get; init; }

    /// <summary>Age from which a foreign pending revision counts as abandoned.</summary>
    public TimeSpan RecoverPendingAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Receives what is going on, in words.</summary>
    public IProgress<string>? Progress { get; init; }
}

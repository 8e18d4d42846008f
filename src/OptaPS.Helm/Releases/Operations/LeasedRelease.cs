using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Storage;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>A pending revision that this operation works on, with its lease kept alive.</summary>
internal sealed class LeasedRelease(ReleaseCluster cluster, StoredRelease stored, string holder)
{
    /// <summary>The revision as it was last read or written.</summary>
    public StoredRelease Stored { get; private set; } = stored;

    /// <summary>The lease annotation of a new revision.</summary>
    public static ReleaseLease NewLease(ReleaseCluster cluster, string holder) => new(holder, cluster.Now + ReleaseLease.Duration, cluster.Now);

    /// <summary>Takes an interrupted revision over: its lease, and what the Secret says about who asked for it. Nothing is written when that is so already.</summary>
    /// <exception cref="OptaException">OPTA5513: somebody else took the revision over.</exception>
    public Task TakeOverAsync(IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken) =>
        annotations.All(wanted => Stored.Annotations.GetValueOrDefault(wanted.Key) == wanted.Value) ? KeepAsync(cancellationToken) : RenewAsync(annotations, cancellationToken);

    /// <summary>Renews the lease when half of it is over.</summary>
    /// <exception cref="OptaException">OPTA5513: somebody else took the revision over.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var lease = Stored.Lease;
        if (lease is not null && lease.Holder == holder && lease.Expires - cluster.Now > ReleaseLease.Duration / 2)
            return;
        await RenewAsync(new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken);
    }

    /// <summary>How hooks of this revision are recorded.</summary>
    public HookSaving Saving(CancellationToken cancellationToken) => new(() => SaveAsync(cancellationToken), () => KeepAsync(cancellationToken));

    /// <summary>Writes the record.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) =>
        GuardAsync(async () => Stored = (await cluster.Store.UpdateAsync(Stored, cancellationToken)) with { Record = Stored.Record });

    /// <summary>Writes the record without a lease: the operation on it is over.</summary>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        var left = Stored.Annotations.Where(annotation => annotation.Key != ReleaseLease.Annotation).ToDictionary();
        Stored = Stored with { Annotations = left };
        return SaveAsync(cancellationToken);
    }

    // The record in memory is the one that hooks are noted in; an answer of the server does not replace it.
    private Task RenewAsync(IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        var lease = new ReleaseLease(holder, cluster.Now + ReleaseLease.Duration, Stored.Lease?.Started ?? cluster.Now);
        return GuardAsync(async () => Stored = (await cluster.Store.RenewAsync(Stored, lease, annotations, cancellationToken)) with { Record = Stored.Record });
    }

    private async Task GuardAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (KubernetesException e) when (e.Failure is KubernetesFailure.Conflict or KubernetesFailure.NotFound)
        {
            var record = Stored.Record;
            throw new OptaException(
                new Diagnostic("OPTA5513", Severity.Error, $"Revision {record.Revision} of release '{record.Namespace}/{record.Name}' was changed by somebody else while it was being deployed.")
                {
                    Resource = $"{record.Namespace}/{record.Name}",
                    Cause = e.Cause ?? e.Message,
                    RequestId = e.RequestId,
                    Remedy = "Find out who else deploys this release, then run the command again.",
                    Category = DiagnosticCategory.ResourceBusy,
                },
                e);
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Operations;

/// <summary>Writes and removes the objects of a revision, kind by kind in order, objects of one kind side by side.</summary>
internal sealed class ObjectSet(ReleaseCluster cluster, ObjectApplier applier, OwnershipStamp stamp, IProgress<string>? progress)
{
    private const int SideBySide = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Applies all objects in manifest order.</summary>
    /// <param name="targets">The objects, in install order.</param>
    /// <param name="originals">The objects in force.</param>
    /// <param name="created">Receives the keys of objects that were made, as they are made.</param>
    /// <param name="keepAlive">Called between kinds.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ApplyAsync(
        IReadOnlyList<TargetObject> targets,
        IReadOnlyDictionary<ObjectIdentity, TargetObject> originals,
        ICollection<ObjectKey> created,
        Func<Task> keepAlive,
        CancellationToken cancellationToken)
    {
        var gate = new Lock();
        foreach (var batch in Batches(targets))
        {
            await keepAlive();
            var options = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(batch, options, async (target, cancellation) =>
            {
                var outcome = await ApplyPatientlyAsync(target, originals.GetValueOrDefault(target.Id)?.Document, cancellation);
                if (outcome.Action == ApplyAction.Unchanged)
                    return;
                progress?.Report($"{target} {(outcome.Action == ApplyAction.Created ? "created" : "changed")}");
                if (outcome.Action == ApplyAction.Created)
                {
                    lock (gate)
                        created.Add(target.Key);
                }
            });
        }
    }

    /// <summary>Asks for the deletion of objects, in uninstall order. Kept objects and objects that another release owns stay. Returns what was asked to go.</summary>
    public async Task<IReadOnlyList<TargetObject>> DeleteAsync(IEnumerable<TargetObject> targets, CancellationToken cancellationToken)
    {
        var gone = new List<TargetObject>();
        foreach (var target in targets.Reverse().OrderBy(target => ObjectOrder.OfUninstall(target.Id.Kind)))
        {
            if (target.IsKept)
            {
                progress?.Report($"{target} kept (helm.sh/resource-policy)");
                continue;
            }

            var live = await cluster.Client.GetAsync(target.Key, cancellationToken);
            if (live is null || new ManifestObject(live, "").IsKept || BelongsToAnother(live))
                continue;
            gone.Add(target);
            if (live.IsBeingDeleted())
                continue;
            if (await cluster.Client.DeleteAsync(target.Key, new DeleteOptions { Uid = live.GetUid() }, cancellationToken))
                progress?.Report($"{target} deleted");
        }

        return gone;
    }

    private async Task<ApplyOutcome> ApplyPatientlyAsync(TargetObject target, JsonObject? original, CancellationToken cancellationToken)
    {
        var start = cluster.Now;
        while (true)
        {
            try
            {
                return await applier.ApplyAsync(target, original, dryRun: false, cancellationToken);
            }
            catch (KubernetesException e) when (Passes(e) && cluster.Now - start < Patience)
            {
                progress?.Report($"{target} waits: {e.Cause ?? e.Message}");
                await cluster.DelayAsync(ReleaseCluster.Pause(cluster.Now - start), cancellationToken);
            }
        }
    }

    // A webhook whose pods are just starting, and a namespace that is still going away, are matters of time.
    private static bool Passes(KubernetesException e) =>
        e.Cause?.Contains("failed calling webhook", StringComparison.Ordinal) == true || e.Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    private bool BelongsToAnother(JsonObject live)
    {
        var name = live.GetAnnotation("meta.helm.sh/release-name");
        var space = live.GetAnnotation("meta.helm.sh/release-namespace");
        return (name is not null && name != stamp.Release) || (space is not null && space != stamp.Namespace);
    }

    private static IEnumerable<IReadOnlyList<TargetObject>> Batches(IReadOnlyList<TargetObject> targets)
    {
        var batch = new List<TargetObject>();
        foreach (var target in targets)
        {
            if (batch.Count > 0 && batch[^1].Id.Kind != target.Id.Kind)
            {
                yield return batch;
                batch = [];
            }

            batch.Add(target);
        }

        if (batch.Count > 0)
            yield return batch;
    }
}

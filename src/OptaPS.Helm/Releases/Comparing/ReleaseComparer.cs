using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Operations;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Comparing;

/// <summary>Says per object what applying a manifest would do, by asking the server with dry runs where looking is not enough.</summary>
internal sealed class ReleaseComparer(ReleaseCluster cluster, ObjectApplier applier, Redaction redaction)
{
    private const int SideBySide = 8;

    /// <summary>The objects that would be made, changed or deleted.</summary>
    /// <param name="targets">The wanted objects.</param>
    /// <param name="originals">The objects in force.</param>
    /// <param name="map">What the cluster serves; kinds that it does not serve yet are new.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ReleaseDiff> CompareAsync(
        IReadOnlyList<TargetObject> targets,
        IReadOnlyDictionary<ObjectIdentity, TargetObject> originals,
        ResourceMap map,
        CancellationToken cancellationToken)
    {
        var changes = new ChildChange?[targets.Count];
        var exact = true;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (i, cancellation) =>
            {
                var target = targets[i];
                if (!map.Serves(target.Key.Kind))
                {
                    changes[i] = Child(target, PlannedAction.Create, []);
                    exact = false;
                    return;
                }

                changes[i] = await CompareAsync(target, originals.GetValueOrDefault(target.Id), cancellation);
            });

        var wanted = targets.Select(target => target.Id).ToHashSet();
        var removed = new List<ChildChange>();
        foreach (var original in originals.Values.Where(original => !wanted.Contains(original.Id) && !original.IsKept))
        {
            if (await cluster.Client.GetAsync(original.Key, cancellationToken) is not null)
                removed.Add(Child(original, PlannedAction.Delete, []));
        }

        return new ReleaseDiff([.. changes.OfType<ChildChange>(), .. removed]) { Exact = exact };
    }

    private async Task<ChildChange?> CompareAsync(TargetObject target, TargetObject? original, CancellationToken cancellationToken)
    {
        if (await cluster.Client.GetAsync(target.Key, cancellationToken) is null)
            return Child(target, PlannedAction.Create, []);

        var outcome = await applier.ApplyAsync(target, original?.Document, dryRun: true, cancellationToken);
        if (outcome.Action == ApplyAction.Unchanged)
            return null;
        if (outcome.Before is null)
            return Child(target, PlannedAction.Create, []);
        var changes = new DocumentDiff(target.Id.Kind, redaction)
            .Compare(ObjectNoise.Remove(outcome.Before), ObjectNoise.Remove(outcome.After), original?.Document)
            .Select(change => change is { Drift: true, Before: not null } ? change with { ChangedBy = FieldOwners.Of(outcome.Before, change.Path, ObjectApplier.Manager) } : change)
            .ToList();
        return Child(target, PlannedAction.Update, changes);
    }

    private static ChildChange Child(TargetObject target, PlannedAction action, IReadOnlyList<PropertyChange> changes) =>
        new(target.ToString(), action, changes) { Type = $"kubernetes:{target.Key.Kind}", Document = target.Document };
}

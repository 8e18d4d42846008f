using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Provider;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Deletes what carries an ownership label and is no longer wanted.</summary>
/// <param name="client">The cluster.</param>
public sealed class Pruner(IKubernetesClient client)
{
    /// <summary>Finds, and unless <paramref name="dryRun"/> deletes, every object that matches the selector and is not in <paramref name="keep"/>.</summary>
    /// <param name="labelSelector">The ownership labels; must not be empty.</param>
    /// <param name="keep">What stays.</param>
    /// <param name="dryRun">True to only find.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    /// <returns>The objects, in the order of deletion: namespaces and definitions last.</returns>
    public async Task<IReadOnlyList<ObjectKey>> PruneAsync(string labelSelector, IReadOnlyCollection<ObjectKey> keep, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labelSelector);
        var kept = keep.Select(Identity).ToHashSet();
        var surplus = new List<(ObjectKey Key, string? Uid)>();
        await foreach (var live in OwnedObjects.ListAsync(client, labelSelector, cancellationToken))
            if (ObjectKey.Of(live) is var key && !kept.Contains(Identity(key)) && !live.IsBeingDeleted())
                surplus.Add((key, live.GetUid()));
        var ordered = surplus.OrderBy(item => item.Key.Kind.Kind is "Namespace" or "CustomResourceDefinition" ? 1 : 0).ToList();
        if (!dryRun)
            foreach (var (key, uid) in ordered)
                await client.DeleteAsync(key, new DeleteOptions { Uid = uid }, cancellationToken);
        return [.. ordered.Select(item => item.Key)];
    }

    // The same object may be listed in another version of its group.
    private static (string, string, string?, string) Identity(ObjectKey key) => (key.Kind.Group, key.Kind.Kind, key.Namespace, key.Name);
}

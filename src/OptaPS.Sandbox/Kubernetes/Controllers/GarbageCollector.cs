using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Deletes dependents of absent owners and carries out foreground and orphan deletion. Keys are (storage name, "namespace/name").</summary>
internal sealed class GarbageCollector(Cluster cluster) : IController
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<(string Resource, ObjectKey Key)>> dependents = new(StringComparer.Ordinal);

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        var item = change.Current;
        if (item.Resource == "/events")
            yield break;
        var id = Id(item.Resource, item.Key);
        lock (gate)
        {
            foreach (var owner in (change.Previous?.Body).Objects("metadata", "ownerReferences"))
                dependents.GetValueOrDefault(owner.Text("uid") ?? "")?.Remove((item.Resource, item.Key));
            if (change.Type != StoreEventType.Deleted)
            {
                foreach (var owner in item.Body.Objects("metadata", "ownerReferences"))
                {
                    var uid = owner.Text("uid") ?? "";
                    if (!dependents.TryGetValue(uid, out var set))
                        dependents[uid] = set = [];
                    set.Add((item.Resource, item.Key));
                }
            }
        }

        if (change.Type == StoreEventType.Deleted)
        {
            foreach (var (resource, key) in DependentsOf(item.Body.Uid()))
                yield return Id(resource, key);
            foreach (var owner in item.Body.Objects("metadata", "ownerReferences"))
            {
                if (Find(item.Key.Namespace, owner) is { } found)
                    yield return Id(found.Resource, found.Key);
            }
        }
        else if (item.Body.IsDeleting() || item.Body.List("metadata", "ownerReferences") is { Count: > 0 })
        {
            yield return id;
        }
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        var slash = key.Name.IndexOf('\0', StringComparison.Ordinal);
        var resource = key.Name[..slash];
        var target = new ObjectKey(key.Namespace, key.Name[(slash + 1)..]);
        if (cluster.Store.Get(resource, target.Namespace, target.Name) is not { } stored || cluster.Kinds.FindStorage(resource) is not { } kind)
            return null;
        if (stored.Body.IsDeleting())
        {
            var finalizers = stored.Body.Texts("metadata", "finalizers").ToList();
            if (finalizers.Contains("orphan"))
                await OrphanAsync(kind, stored, ct);
            else if (finalizers.Contains("foregroundDeletion"))
                return await ForegroundAsync(kind, stored, ct);
            return null;
        }

        await CollectAsync(kind, stored, ct);
        return null;
    }

    private async Task CollectAsync(ResourceKind kind, StoredObject stored, CancellationToken ct)
    {
        var owners = stored.Body.Objects("metadata", "ownerReferences").ToList();
        if (owners.Count == 0)
            return;
        var present = owners.Where(owner => Find(stored.Key.Namespace, owner) is { } found && found.Body.Uid() == owner.Text("uid")).ToList();
        var solid = present.Where(owner => !(Find(stored.Key.Namespace, owner)!.Body is var body && body.IsDeleting() && body.Texts("metadata", "finalizers").Contains("foregroundDeletion"))).ToList();
        if (solid.Count > 0)
        {
            if (present.Count < owners.Count)
            {
                await cluster.Objects.UpdateAsync(new WriteContext(kind, stored.Key.Namespace, stored.Key.Name) { Internal = true }, body =>
                {
                    var uids = present.Select(owner => owner.Text("uid")).ToHashSet();
                    body.Ensure("metadata")["ownerReferences"] = JsonWrite.ToArray(body.Objects("metadata", "ownerReferences").Where(owner => uids.Contains(owner.Text("uid"))).Select(owner => (JsonNode)owner.Copy()));
                    return body;
                }, ct);
            }

            return;
        }

        var policy = present.Count > 0 ? "Foreground" : "Background";
        await TryDeleteAsync(kind, stored, new DeleteRequest(policy, null, false) { Uid = stored.Body.Uid() }, ct);
    }

    private async Task<TimeSpan?> ForegroundAsync(ResourceKind kind, StoredObject stored, CancellationToken ct)
    {
        var blocking = 0;
        foreach (var (resource, key) in DependentsOf(stored.Body.Uid()))
        {
            if (cluster.Store.Get(resource, key.Namespace, key.Name) is not { } dependent || cluster.Kinds.FindStorage(resource) is not { } dependentKind)
                continue;
            if (!dependent.Body.IsDeleting())
                await TryDeleteAsync(dependentKind, dependent, new DeleteRequest("Foreground", null, false), ct);
            if (cluster.Store.Get(resource, key.Namespace, key.Name) is { } still
                && still.Body.Objects("metadata", "ownerReferences").Any(owner => owner.Text("uid") == stored.Body.Uid() && owner.Flag("blockOwnerDeletion")))
            {
                blocking++;
            }
        }

        if (blocking > 0)
            return null;
        await RemoveFinalizerAsync(kind, stored, "foregroundDeletion", ct);
        return null;
    }

    private async Task OrphanAsync(ResourceKind kind, StoredObject stored, CancellationToken ct)
    {
        foreach (var (resource, key) in DependentsOf(stored.Body.Uid()))
        {
            if (cluster.Store.Get(resource, key.Namespace, key.Name) is null || cluster.Kinds.FindStorage(resource) is not { } dependentKind)
                continue;
            await cluster.Objects.UpdateAsync(new WriteContext(dependentKind, key.Namespace, key.Name) { Internal = true }, body =>
            {
                var rest = body.Objects("metadata", "ownerReferences").Where(owner => owner.Text("uid") != stored.Body.Uid()).Select(owner => (JsonNode)owner.Copy()).ToList();
                if (rest.Count == 0)
                    body.Ensure("metadata").Remove("ownerReferences");
                else
                    body.Ensure("metadata")["ownerReferences"] = JsonWrite.ToArray(rest);
                return body;
            }, ct);
        }

        await RemoveFinalizerAsync(kind, stored, "orphan", ct);
    }

    private Task RemoveFinalizerAsync(ResourceKind kind, StoredObject stored, string finalizer, CancellationToken ct) =>
        cluster.Objects.UpdateAsync(new WriteContext(kind, stored.Key.Namespace, stored.Key.Name) { Internal = true }, body =>
        {
            var list = body.Ensure("metadata").EnsureList("finalizers");
            foreach (var item in list.Where(item => item.Text() == finalizer).ToList())
                list.Remove(item);
            if (list.Count == 0)
                body.Ensure("metadata").Remove("finalizers");
            return body;
        }, ct);

    private async Task TryDeleteAsync(ResourceKind kind, StoredObject stored, DeleteRequest options, CancellationToken ct)
    {
        try
        {
            await cluster.Deleter.DeleteAsync(kind, stored.Key.Namespace, stored.Key.Name, options, ct);
        }
        catch (ApiException e) when (e.Code is 404 or 409)
        {
            // Gone, or replaced by another object of that name.
        }
    }

    private StoredObject? Find(string ns, JsonObject owner)
    {
        var kind = cluster.Kinds.FindKind(owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "");
        return kind is null ? null : cluster.Store.Get(kind.Storage, kind.Namespaced ? ns : "", owner.Text("name") ?? "");
    }

    private List<(string Resource, ObjectKey Key)> DependentsOf(string uid)
    {
        lock (gate)
            return dependents.TryGetValue(uid, out var set) ? [.. set] : [];
    }

    private static ObjectKey Id(string resource, ObjectKey key) => new(key.Namespace, resource + "\0" + key.Name);
}

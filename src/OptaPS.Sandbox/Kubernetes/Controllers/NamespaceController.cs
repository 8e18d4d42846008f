using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Objects;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Fills new namespaces and empties terminating ones.</summary>
internal sealed class NamespaceController(Cluster cluster) : IController
{
    private const int SettleMilliseconds = 250;
    private readonly Dictionary<string, long> closing = new(StringComparer.Ordinal);

    public IEnumerable<ObjectKey> Affected(StoreEvent change)
    {
        if (change.Current.Resource == "/namespaces")
            yield return change.Current.Key;
        else if (change.Current.Key.Namespace.Length > 0 && (change.Type == StoreEventType.Deleted || change.Current.Resource is "/serviceaccounts" or "/configmaps"))
            yield return new ObjectKey("", change.Current.Key.Namespace);
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (cluster.Store.Get("/namespaces", "", key.Name) is not { } space)
            return null;
        if (!space.Body.IsDeleting())
        {
            await FillAsync(key.Name, ct);
            return null;
        }

        // What is just being made in it gets some time to settle, as in a real cluster (where it is five seconds).
        var now = Environment.TickCount64;
        if (!closing.TryGetValue(space.Body.Uid(), out var since))
            closing[space.Body.Uid()] = since = now;
        if (now - since < SettleMilliseconds)
            return TimeSpan.FromMilliseconds(SettleMilliseconds - (now - since)) * cluster.Clock.Scale;
        var again = await EmptyAsync(space, ct);
        if (again is null)
            closing.Remove(space.Body.Uid());
        return again;
    }

    private async Task FillAsync(string ns, CancellationToken ct)
    {
        await Bootstrap.EnsureAsync(cluster, "", "configmaps", ns, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "kube-root-ca.crt",
                ["annotations"] = new JsonObject { ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters." }
            },
            ["data"] = new JsonObject { ["ca.crt"] = cluster.Identity.CaPem + "\n" }
        }, ct);
        await Bootstrap.EnsureAsync(cluster, "", "serviceaccounts", ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }, ct);
    }

    private async Task<TimeSpan?> EmptyAsync(StoredObject space, CancellationToken ct)
    {
        var ns = space.Key.Name;
        var left = 0;
        var finalizers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var remaining = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var resource in cluster.Store.Resources())
        {
            if (cluster.Kinds.FindStorage(resource) is not { Namespaced: true } kind)
                continue;
            foreach (var item in cluster.Store.List(resource, ns))
            {
                try
                {
                    await cluster.Deleter.DeleteAsync(kind, ns, item.Key.Name, DeleteRequest.Background, ct);
                }
                catch (ApiException e) when (e.Code == 404)
                {
                    continue;
                }
            }

            foreach (var item in cluster.Store.List(resource, ns))
            {
                left++;
                remaining[kind.QualifiedPlural + "."] = remaining.GetValueOrDefault(kind.QualifiedPlural + ".") + 1;
                foreach (var finalizer in item.Body.Texts("metadata", "finalizers"))
                    finalizers[finalizer] = finalizers.GetValueOrDefault(finalizer) + 1;
            }
        }

        var kindOf = cluster.Kinds.Builtin("", "namespaces");
        if (left > 0)
        {
            await cluster.Objects.UpdateStatusAsync(kindOf, space.Body, body => NamespaceConditions.Report(cluster, body, remaining, finalizers), ct);
            return TimeSpan.FromMilliseconds(200) * cluster.Clock.Scale;
        }

        await cluster.Objects.UpdateAsync(new WriteContext(kindOf, "", ns) { Internal = true, Subresource = "finalize" }, body =>
        {
            var list = body.Ensure("spec").EnsureList("finalizers");
            foreach (var item in list.Where(item => item.Text() == "kubernetes").ToList())
                list.Remove(item);
            if (list.Count == 0)
                body["spec"] = new JsonObject();
            return body;
        }, ct);
        return null;
    }
}

using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Readiness;

/// <summary>Says what keeps an object that is being deleted, with a look at the objects that it waits for.</summary>
/// <param name="client">The cluster.</param>
public sealed class DeletionInquiry(IKubernetesClient client)
{
    private const int MostNamed = 3;

    // Kinds that built-in controllers make for others; dependants of other kinds are told of as "its dependants".
    private static readonly GroupVersionKind[] Dependants =
    [
        new("apps", "v1", "ReplicaSet"), new("apps", "v1", "StatefulSet"), new("apps", "v1", "Deployment"), new("apps", "v1", "DaemonSet"), new("batch", "v1", "Job"), new("", "v1", "Pod"), new("", "v1", "PersistentVolumeClaim"), new("", "v1", "ConfigMap"), new("", "v1", "Secret"),
    ];

    /// <summary>The finalizers, dependants, users, contents or grace period that keep a live object, in words.</summary>
    public async Task<string> DescribeAsync(JsonObject live, CancellationToken cancellationToken)
    {
        var text = DeletionBlocker.Describe(live);
        var finalizers = (live["metadata"]?["finalizers"] as JsonArray ?? []).Select(finalizer => finalizer?.ToString()).ToList();
        try
        {
            var names = finalizers.Contains("foregroundDeletion") ? await DependantsOfAsync(live, cancellationToken)
                : finalizers.Contains("kubernetes.io/pvc-protection") ? await UsersOfAsync(live, cancellationToken)
                : finalizers.Contains("kubernetes.io/pv-protection") && live["spec"]?["claimRef"] is { } claim ? [$"PersistentVolumeClaim {claim.TextAt("namespace")}/{claim.TextAt("name")}"]
                : [];
            return names.Count == 0 ? text : $"{text}: {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "")}";
        }
        catch (KubernetesException)
        {
            // Rights to delete an object need not include those to list others.
            return text;
        }
    }

    private async Task<List<string>> DependantsOfAsync(JsonObject live, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var kind in Dependants)
            await foreach (var item in client.ListAsync(new ListQuery(kind, live.GetNamespace()), cancellationToken))
                if (Blocks(item, live.GetUid()))
                    names.Add($"{ObjectKey.Of(item)}{(item.IsBeingDeleted() ? $" ({DeletionBlocker.Describe(item)})" : "")}");
        return names;
    }

    private static bool Blocks(JsonObject item, string? uid) => (item["metadata"]?["ownerReferences"] as JsonArray ?? []).OfType<JsonObject>()
        .Any(owner => owner.Text("uid") == uid && owner["blockOwnerDeletion"] is JsonValue value && value.TryGetValue<bool>(out var blocks) && blocks);

    private async Task<List<string>> UsersOfAsync(JsonObject claim, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var pod in client.ListAsync(new ListQuery(new("", "v1", "Pod"), claim.GetNamespace()), cancellationToken))
            if ((pod["spec"]?["volumes"] as JsonArray ?? []).Any(volume => volume.TextAt("persistentVolumeClaim", "claimName") == claim.GetName()))
                names.Add($"{ObjectKey.Of(pod)} uses it");
        return names;
    }
}

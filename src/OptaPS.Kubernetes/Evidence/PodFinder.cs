using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Evidence;

/// <summary>Finds the pods of a workload; of a Deployment those of its newest ReplicaSet.</summary>
public static class PodFinder
{
    private static readonly GroupVersionKind PodKind = new("", "v1", "Pod");
    private static readonly GroupVersionKind ReplicaSetKind = new("apps", "v1", "ReplicaSet");

    /// <summary>The pods, or nothing for kinds without pods.</summary>
    public static async Task<IReadOnlyList<JsonObject>> FindAsync(IKubernetesClient client, JsonObject workload, CancellationToken cancellationToken)
    {
        var kind = workload.GetKind();
        if (kind.Kind == "Pod" && kind.Group.Length == 0)
            return [workload];
        if (SelectorOf(workload) is not { Length: > 0 } selector || workload.GetNamespace() is not { } @namespace)
            return [];
        var pods = await ReadAsync(client, new ListQuery(PodKind, @namespace) { LabelSelector = selector }, cancellationToken);
        if (kind is not { Group: "apps", Kind: "Deployment" })
            return [.. pods.Where(pod => IsOwnedBy(pod, workload))];
        var sets = await ReadAsync(client, new ListQuery(ReplicaSetKind, @namespace) { LabelSelector = selector }, cancellationToken);
        var newest = sets.Where(set => IsOwnedBy(set, workload)).MaxBy(set => long.TryParse(set.GetAnnotation("deployment.kubernetes.io/revision"), out var revision) ? revision : 0);
        return newest is null ? [] : [.. pods.Where(pod => IsOwnedBy(pod, newest))];
    }

    /// <summary>The pods' label selector of a workload, or null for kinds without one.</summary>
    public static string? SelectorOf(JsonObject workload)
    {
        if (workload["spec"]?["selector"] is not JsonObject selector || workload.GetKind().Group is not ("apps" or "batch"))
            return null;
        var parts = (selector["matchLabels"] as JsonObject ?? []).Select(label => $"{label.Key}={label.Value}").ToList();
        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(value => value?.ToString()));
            parts.Add(expression.Text("operator") switch
            {
                "In" => $"{expression.Text("key")} in ({values})",
                "NotIn" => $"{expression.Text("key")} notin ({values})",
                "Exists" => expression.Text("key") ?? "",
                _ => "!" + expression.Text("key"),
            });
        }

        return string.Join(',', parts);
    }

    private static bool IsOwnedBy(JsonObject document, JsonObject owner) =>
        (document["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(reference => reference.TextAt("uid") == owner.GetUid());

    private static async Task<List<JsonObject>> ReadAsync(IKubernetesClient client, ListQuery query, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        await foreach (var item in client.ListAsync(query, cancellationToken))
            items.Add(item);
        return items;
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>Finds objects of every kind by label, for leftovers and pruning.</summary>
public static class OwnedObjects
{
    private static readonly HashSet<string> Skipped = ["Event", "EndpointSlice", "Endpoints", "Lease", "ComponentStatus", "PodMetrics", "NodeMetrics"];

    /// <summary>Lists objects that match a selector, kind by kind in the server's preferred versions. Objects that another object owns are left out, and kinds that the user may not list.</summary>
    public static async IAsyncEnumerable<JsonObject> ListAsync(IKubernetesClient client, string labelSelector, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resources = await client.DiscoverAsync(cancellationToken);
        var seen = new HashSet<string>();
        foreach (var resource in resources.Where(resource => resource.Verbs.Contains("list") && !Skipped.Contains(resource.Kind.Kind)).DistinctBy(resource => (resource.Kind.Group, resource.Plural)))
            foreach (var item in await ReadAsync(client, new ListQuery(resource.Kind) { LabelSelector = labelSelector }, cancellationToken))
                if (item["metadata"]?["ownerReferences"] is not JsonArray { Count: > 0 } && seen.Add(item.GetUid() ?? ObjectKey.Of(item).ToString()))
                    yield return item;
    }

    private static async Task<List<JsonObject>> ReadAsync(IKubernetesClient client, ListQuery query, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        try
        {
            await foreach (var item in client.ListAsync(query, cancellationToken))
                items.Add(item);
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.Forbidden || exception.Status is 405 or 503)
        {
            // What may not be listed, or is served by an aggregated server that is down, cannot have been made by us with these rights.
        }

        return items;
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Storage;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>GET of one object or of a list.</summary>
internal sealed class ListHandler(Cluster cluster)
{
    public async Task GetAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var stored = cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name) ?? throw ApiErrors.NotFound(request.Kind, request.Info.Name);
        if (request.Query("resourceVersion") is { Length: > 0 } version && ResourceVersions.Parse(version, request.Kind, "get") is var wanted && wanted > cluster.Store.Version)
            throw ResourceVersions.TooLarge(wanted, cluster.Store.Version);
        var output = new ObjectForm(cluster, request, form);
        await ResponseWriter.WriteAsync(request, 200, output.Single(output.Convert(stored)), form);
    }

    public async Task ListAsync(ApiRequest request)
    {
        var form = Negotiator.Choose(request, transforms: true);
        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Kind);
        var page = ListPage.Read(request, cluster.Store.Version);
        IReadOnlyList<StoredObject> all;
        long at;
        try
        {
            if (page.At is { } version && version != cluster.Store.Version)
            {
                all = cluster.Store.ListAt(request.Kind.Storage, request.Info.Namespace, version);
                at = version;
            }
            else
            {
                all = cluster.Store.List(request.Kind.Storage, request.Info.Namespace, out at);
            }
        }
        catch (HistoryExpiredException e)
        {
            throw ListPage.Expired(page, e, cluster.Store.Version);
        }

        var output = new ObjectForm(cluster, request, form);
        var items = new List<JsonObject>();
        string? next = null;
        var remaining = 0;
        var more = false;
        foreach (var stored in all)
        {
            if (page.After is { } after && string.CompareOrdinal(KeyPath(stored.Key), after) <= 0)
                continue;
            more |= page.Limit > 0 && items.Count == page.Limit;
            if (!labels.Matches(stored.Body) || !fields.Matches(stored.Body))
                continue;
            if (page.Limit > 0 && items.Count == page.Limit)
            {
                remaining++;
                continue;
            }

            items.Add(output.Convert(stored));
            next = KeyPath(stored.Key);
        }

        var meta = new JsonObject { ["resourceVersion"] = at.ToString(CultureInfo.InvariantCulture) };
        // With a selector the server does not know whether what follows the page will match.
        if (more)
        {
            meta["continue"] = ListPage.Token(at, next!);
            if (labels.IsEmpty && fields.IsEmpty)
                meta["remainingItemCount"] = remaining;
        }

        await ResponseWriter.WriteAsync(request, 200, output.List(items, meta, !fields.IsEmpty), form);
    }

    private static string KeyPath(ObjectKey key) => key.Namespace.Length == 0 ? key.Name : key.Namespace + "/" + key.Name;
}

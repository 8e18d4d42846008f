using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Gets and lists objects.</summary>
internal sealed class ObjectReader(RequestSender sender, DiscoveryCache discovery, string defaultNamespace)
{
    public async Task<JsonObject?> GetAsync(ObjectKey key, string? subresource, CancellationToken cancellationToken)
    {
        try
        {
            var resource = await discovery.ResolveAsync(key.Kind, cancellationToken);
            var path = resource.ObjectPath(key.Namespace ?? defaultNamespace, key.Name, subresource);
            return await sender.SendAsync(new(HttpMethod.Get, path) { Object = key.ToString() }, cancellationToken) as JsonObject;
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.NotFound or KubernetesFailure.UnknownKind)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<JsonObject> ListAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(query, accept: null, cancellationToken))
            foreach (var item in page.Items)
                yield return item;
    }

    public async IAsyncEnumerable<TableRow> ListRowsAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(query, TablePage.Accept, cancellationToken))
            foreach (var row in page.Rows)
                yield return row;
    }

    /// <summary>Lists page by page. When the continuation has expired, goes on with what the server offers instead (a newer, inconsistent rest), as other clients do.</summary>
    public async IAsyncEnumerable<ListPage> PagesAsync(ListQuery query, string? accept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ApiResource resource;
        try
        {
            resource = await discovery.ResolveAsync(query.Kind, cancellationToken);
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.UnknownKind)
        {
            yield break;
        }

        string? next = null;
        do
        {
            var page = await PageAsync(resource, query, next, accept, cancellationToken);
            yield return page;
            next = page.Continue;
        }
        while (next is not null);
    }

    private async Task<ListPage> PageAsync(ApiResource resource, ListQuery query, string? next, string? accept, CancellationToken cancellationToken)
    {
        for (var retried = false; ; retried = true)
        {
            var path = Parameters(query).Add("limit", query.PageSize > 0 ? query.PageSize.ToString() : null).Add("continue", next).Add("includeObject", accept is null ? null : "Object").On(resource.CollectionPath(query.Namespace));
            try
            {
                var list = await sender.SendAsync(new(HttpMethod.Get, path) { Verb = "list", Object = Describe(resource, query), Accept = accept ?? "application/json" }, cancellationToken) as JsonObject ?? [];
                return list.Text("kind") == "Table" ? TablePage.Read(list, query.Kind) : ListPage.Read(list, query.Kind);
            }
            catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.Expired && !retried && exception.StatusDocument.TextAt("metadata", "continue") is { Length: > 0 } inconsistent)
            {
                next = inconsistent;
            }
            catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.NotFound)
            {
                return new([], null, null);
            }
        }
    }

    public static QueryText Parameters(ListQuery query) => new QueryText().Add("labelSelector", query.LabelSelector).Add("fieldSelector", query.FieldSelector);

    public static string Describe(ApiResource resource, ListQuery query) => query.Namespace is null ? resource.Plural : $"{resource.Plural} in {query.Namespace}";
}

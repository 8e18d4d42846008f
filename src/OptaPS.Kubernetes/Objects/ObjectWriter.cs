using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Discovery;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Kubernetes.Objects;

/// <summary>Creates, applies, updates, patches and deletes objects.</summary>
internal sealed class ObjectWriter(RequestSender sender, DiscoveryCache discovery, string defaultNamespace)
{
    public async Task<JsonObject> CreateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken)
    {
        var resource = await discovery.ResolveAsync(document.GetKindFor(options), cancellationToken);
        var @namespace = document.GetNamespace() ?? defaultNamespace;
        var path = options.Subresource is null ? resource.CollectionPath(@namespace) : resource.ObjectPath(@namespace, document.GetName(), options.Subresource);
        return await SendAsync(new(HttpMethod.Post, Parameters(options).On(path))
        {
            Body = Bytes(document),
            Verb = options.Subresource == "eviction" ? "evict" : "create",
            Object = DescribeNew(document, resource),
            Repeatable = options.DryRun,
            OnWarning = options.OnWarning,
        }, cancellationToken);
    }

    public async Task<JsonObject> ApplyAsync(JsonObject document, ApplyOptions options, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(document);
        var resource = await discovery.ResolveAsync(key.Kind, cancellationToken);
        ApplyCheck.Check(document, key);
        var path = Parameters(options).Add("force", options.Force).On(resource.ObjectPath(key.Namespace ?? defaultNamespace, key.Name, options.Subresource));
        return await SendAsync(new(HttpMethod.Patch, path)
        {
            Body = Bytes(document),
            ContentType = "application/apply-patch+yaml",
            Verb = "apply",
            Object = key.ToString(),
            OnWarning = options.OnWarning,
        }, cancellationToken);
    }

    public async Task<JsonObject> UpdateAsync(JsonObject document, WriteOptions options, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Of(document);
        var resource = await discovery.ResolveAsync(key.Kind, cancellationToken);
        return await SendAsync(new(HttpMethod.Put, Parameters(options).On(resource.ObjectPath(key.Namespace ?? defaultNamespace, key.Name, options.Subresource)))
        {
            Body = Bytes(document),
            Verb = "update",
            Object = key.ToString(),
            Repeatable = options.DryRun || document.GetResourceVersion() is null,
            OnWarning = options.OnWarning,
        }, cancellationToken);
    }

    public async Task<JsonObject> PatchAsync(ObjectKey key, PatchKind kind, JsonNode patch, WriteOptions options, CancellationToken cancellationToken)
    {
        var resource = await discovery.ResolveAsync(key.Kind, cancellationToken);
        return await SendAsync(new(HttpMethod.Patch, Parameters(options).On(resource.ObjectPath(key.Namespace ?? defaultNamespace, key.Name, options.Subresource)))
        {
            Body = Bytes(patch),
            ContentType = kind switch
            {
                PatchKind.Json => "application/json-patch+json",
                PatchKind.Merge => "application/merge-patch+json",
                _ => "application/strategic-merge-patch+json",
            },
            Verb = "patch",
            Object = key.ToString(),
            Repeatable = options.DryRun || (kind != PatchKind.Json && patch["metadata"]?["resourceVersion"] is null),
            OnWarning = options.OnWarning,
        }, cancellationToken);
    }

    public async Task<bool> DeleteAsync(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var resource = await discovery.ResolveAsync(key.Kind, cancellationToken);
            await sender.SendAsync(new(HttpMethod.Delete, resource.ObjectPath(key.Namespace ?? defaultNamespace, key.Name))
            {
                Body = Bytes(Body(options)),
                Verb = "delete",
                Object = key.ToString(),
            }, cancellationToken);
            ForgetAfter(resource.CollectionPath(null));
            return true;
        }
        catch (KubernetesException exception) when (exception.Failure is KubernetesFailure.NotFound or KubernetesFailure.UnknownKind)
        {
            return false;
        }
    }

    public async Task DeleteCollectionAsync(ListQuery query, DeleteOptions options, CancellationToken cancellationToken)
    {
        var resource = await discovery.ResolveAsync(query.Kind, cancellationToken);
        await sender.SendAsync(new(HttpMethod.Delete, ObjectReader.Parameters(query).On(resource.CollectionPath(query.Namespace)))
        {
            Body = Bytes(Body(options)),
            Verb = "delete",
            Object = ObjectReader.Describe(resource, query),
        }, cancellationToken);
    }

    private async Task<JsonObject> SendAsync(KubernetesRequest request, CancellationToken cancellationToken)
    {
        var answer = await sender.SendAsync(request, cancellationToken);
        ForgetAfter(request.PathAndQuery);
        return answer as JsonObject ?? throw new KubernetesException(KubernetesFailure.Protocol, $"The answer to the {request.Verb} of {request.Object} is no object.") { Object = request.Object };
    }

    // Definitions and aggregated APIs change what the server serves.
    private void ForgetAfter(string path)
    {
        if (path.StartsWith("/apis/apiextensions.k8s.io/", StringComparison.Ordinal) || path.StartsWith("/apis/apiregistration.k8s.io/", StringComparison.Ordinal))
            discovery.Forget();
    }

    private static QueryText Parameters(WriteOptions options) => new QueryText()
        .Add("fieldManager", options.FieldManager)
        .Add("fieldValidation", options.FieldValidation)
        .Add("dryRun", options.DryRun ? "All" : null);

    private static JsonObject Body(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = options.Propagation.ToString() };
        if (options.GracePeriodSeconds is { } seconds)
            body["gracePeriodSeconds"] = seconds;
        if (options.DryRun)
            body["dryRun"] = new JsonArray("All");
        var preconditions = new JsonObject();
        if (options.Uid is not null)
            preconditions["uid"] = options.Uid;
        if (options.ResourceVersion is not null)
            preconditions["resourceVersion"] = options.ResourceVersion;
        if (preconditions.Count > 0)
            body["preconditions"] = preconditions;
        return body;
    }

    private string DescribeNew(JsonObject document, ApiResource resource)
    {
        var name = document.TextAt("metadata", "name") ?? document.TextAt("metadata", "generateName") + "*";
        return resource.Namespaced ? $"{resource.Kind.Kind} {document.GetNamespace() ?? defaultNamespace}/{name}" : $"{resource.Kind.Kind} {name}";
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}

using Microsoft.AspNetCore.Http;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Sends a resource request to the handler of its verb and subresource.</summary>
internal sealed class ResourceDispatcher
{
    private readonly Cluster cluster;
    private readonly ListHandler lists;
    private readonly WatchHandler watches;
    private readonly WriteHandler writes;
    private readonly PatchHandler patches;
    private readonly DeleteHandler deletes;
    private readonly SubresourceDispatcher subresources;
    private readonly ReviewHandler reviews;
    private readonly Metrics.MetricsHandler metrics;

    public ResourceDispatcher(Cluster cluster)
    {
        this.cluster = cluster;
        lists = new ListHandler(cluster);
        watches = new WatchHandler(cluster);
        writes = new WriteHandler(cluster);
        patches = new PatchHandler(cluster, writes);
        deletes = new DeleteHandler(cluster);
        subresources = new SubresourceDispatcher(cluster, lists, writes, patches);
        reviews = new ReviewHandler(cluster, writes);
        metrics = new Metrics.MetricsHandler(cluster);
    }

    public async Task DispatchAsync(ApiRequest request)
    {
        var info = request.Info;
        if (info is { Group: "", Resource: "bindings", Verb: "create", Name: "" } && info.Namespace.Length > 0)
        {
            await subresources.BindAsync(request, cluster.Kinds.Builtin("", "pods"));
            return;
        }

        var kind = cluster.Kinds.Find(info.Group, info.Version, info.Resource) ?? throw Unknown(info);
        request.Kind = kind;
        if (!kind.Namespaced && info.Namespace.Length > 0 && info.Resource != "namespaces")
            throw Unknown(info);
        var scoped = kind.Namespaced || info.Resource != "namespaces" ? request : new ApiRequest(request.Http, info with { Namespace = "" }) { User = request.User, Kind = kind };
        if (kind.Namespaced && info.Namespace.Length == 0 && (info.Name.Length > 0 || info.Verb is "create" or "deletecollection"))
            throw info.Name.Length > 0 ? ApiErrors.NoRoute() : ApiErrors.MethodNotAllowed();
        if (kind.Storage == "/endpoints")
            scoped.Warnings.Add("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
        if (kind.Custom?.Deprecation is { } deprecation)
            request.Warnings.Add(deprecation);
        if (kind.Group == "metrics.k8s.io")
        {
            await metrics.HandleAsync(scoped);
            return;
        }

        await RouteAsync(scoped);
        if (!ReferenceEquals(scoped, request))
            (request.Changed, request.EffectUid) = (scoped.Changed, scoped.EffectUid);
    }

    /// <summary>The core group refuses with a document, groups that custom definitions may serve with a page.</summary>
    private ApiException Unknown(RequestInfo info) => NonResourceDispatcher.Aggregated(cluster, info.Group, info.Version) ? ApiErrors.NoBackend() : info.Group.Length > 0 && !cluster.Kinds.IsBuiltinGroup(info.Group) ? ApiErrors.NoPage() : ApiErrors.NoRoute();

    private async Task RouteAsync(ApiRequest request)
    {
        var info = request.Info;
        if (info.Subresource.Length > 0)
        {
            if (!request.Kind.Subresources.ContainsKey(info.Subresource))
                throw request.Kind.Custom is not null && info.Subresource is "status" or "scale" && request.Kind.Custom is not null ? ApiErrors.NotFound(request.Kind, info.Name) : ApiErrors.NoRoute();
            await subresources.DispatchAsync(request);
            return;
        }

        if (request.Kind.Verbs is ["create"] && info.Verb == "create")
        {
            await reviews.CreateAsync(request);
            return;
        }

        if (HttpMethods.IsHead(request.Http.Request.Method) || !request.Kind.Has(info.Verb))
            throw ApiErrors.MethodNotAllowed();
        await (info.Verb switch
        {
            "get" => lists.GetAsync(request),
            "list" => lists.ListAsync(request),
            "watch" => watches.WatchAsync(request),
            "create" when info.Name.Length == 0 => writes.CreateAsync(request),
            "update" when info.Name.Length > 0 => writes.UpdateAsync(request),
            "patch" when info.Name.Length > 0 => patches.PatchAsync(request),
            "delete" => deletes.DeleteAsync(request),
            "deletecollection" => deletes.DeleteCollectionAsync(request),
            _ => throw ApiErrors.MethodNotAllowed()
        });
    }
}

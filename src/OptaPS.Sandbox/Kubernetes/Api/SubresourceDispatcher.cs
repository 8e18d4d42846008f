using OptaPS.Sandbox.Kubernetes.Schema;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Sends a subresource request to its handler.</summary>
internal sealed class SubresourceDispatcher(Cluster cluster, ListHandler lists, WriteHandler writes, PatchHandler patches)
{
    private readonly ScaleHandler scales = new(cluster, writes);
    private readonly TokenHandler tokens = new(cluster);
    private readonly EvictionHandler evictions = new(cluster);
    private readonly BindingHandler bindings = new(cluster);
    private readonly Pods.LogHandler logs = new(cluster);
    private readonly ProxyHandler proxies = new(cluster);
    private readonly Streams.StreamHandler streams = new(cluster);

    /// <summary>The older way to bind a pod: a binding in the namespace.</summary>
    public Task BindAsync(ApiRequest request, ResourceKind pods)
    {
        request.Kind = pods;
        return bindings.CreateAsync(request);
    }

    public async Task DispatchAsync(ApiRequest request)
    {
        var info = request.Info;
        var sub = request.Kind.Subresources[info.Subresource];
        switch (info.Subresource)
        {
            case "ephemeralcontainers" when info.Verb != "get" && RunsHere(request):
                throw new ApiException(501, "NotImplemented", $"OPTA8002 the sandbox does not run ephemeral containers, so kubectl debug cannot enter pod {info.Name}; use kubectl exec");
            case "status" or "ephemeralcontainers" or "finalize" or "resize" or "approval":
                await (info.Verb switch
                {
                    "get" => lists.GetAsync(request),
                    "update" => writes.UpdateAsync(request),
                    "patch" when sub.Verbs.Contains("patch") => patches.PatchAsync(request),
                    _ => throw ApiErrors.MethodNotAllowed()
                });
                break;
            case "scale":
                await scales.HandleAsync(request);
                break;
            case "token":
                await tokens.CreateAsync(request);
                break;
            case "eviction":
                await evictions.CreateAsync(request);
                break;
            case "binding":
                await bindings.CreateAsync(request);
                break;
            case "exec" or "attach" or "portforward":
                await streams.HandleAsync(request);
                break;
            case "proxy" when info.Resource is "pods" or "services":
                await proxies.HandleAsync(request);
                break;
            case "log":
                await logs.GetAsync(request);
                break;
            default:
                throw new ApiException(501, "NotImplemented", $"OPTA8002 the sandbox does not serve the subresource {info.Resource}/{info.Subresource}");
        }
    }

    /// <summary>A pod whose containers the sandbox simulates; one that it only stores can be changed like on any server.</summary>
    private bool RunsHere(ApiRequest request) =>
        cluster.Store.Get(request.Kind.Storage, request.Info.Namespace, request.Info.Name)?.Body.Objects("status", "containerStatuses").Any(item => item.At("state", "running") is not null) == true;
}

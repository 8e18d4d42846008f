using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>pods/log.</summary>
internal sealed class LogHandler(Cluster cluster)
{
    public Task GetAsync(ApiRequest request)
    {
        var pod = cluster.Store.Get("/pods", request.Info.Namespace, request.Info.Name)?.Body ?? throw ApiErrors.NotFound(request.Kind, request.Info.Name);
        return ResponseWriter.WriteTextAsync(request, 200, "", "text/plain");
    }
}

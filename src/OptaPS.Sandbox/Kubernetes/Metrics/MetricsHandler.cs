using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Metrics;

/// <summary>
/// metrics.k8s.io, as a metrics server in the cluster serves it. Pods use what the annotations sandbox.optaps.dev/cpu and /memory say, else
/// half of what they request, else 5m and 16Mi.
/// </summary>
internal sealed class MetricsHandler(Cluster cluster)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var info = request.Info;
        if (info.Verb is not ("get" or "list"))
            throw ApiErrors.MethodNotAllowed();
        var nodes = info.Resource == "nodes";
        var source = nodes ? "/nodes" : "/pods";
        JsonObject Show(JsonObject body) => nodes ? PodMetrics.OfNode(cluster, body) : PodMetrics.OfPod(cluster, body);
        if (info.Name.Length > 0)
        {
            var one = cluster.Store.Get(source, info.Namespace, info.Name)?.Body ?? throw ApiErrors.NotFound(request.Kind, info.Name);
            await ResponseWriter.WriteAsync(request, 200, Show(one), ResponseForm.Json);
            return;
        }

        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        var items = cluster.Store.List(source, info.Namespace).Select(item => item.Body).Where(body => labels.Matches(body) && (nodes || (PodFacts.IsActive(body) && body.Text("status", "phase") == "Running"))).Select(Show);
        await ResponseWriter.WriteAsync(request, 200, new JsonObject
        {
            ["kind"] = nodes ? "NodeMetricsList" : "PodMetricsList",
            ["apiVersion"] = "metrics.k8s.io/v1beta1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = cluster.Store.Version.ToString(CultureInfo.InvariantCulture) },
            ["items"] = JsonWrite.ToArray(items)
        }, ResponseForm.Json);
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Controllers;

/// <summary>Reads the endpoints behind services.</summary>
internal static class ServiceEndpoints
{
    /// <summary>The ready pods behind a service.</summary>
    public static IEnumerable<JsonObject> Ready(Cluster cluster, string ns, string service)
    {
        foreach (var slice in cluster.Store.List("discovery.k8s.io/endpointslices", ns).Where(item => item.Body.Label("kubernetes.io/service-name") == service))
        {
            foreach (var endpoint in slice.Body.Objects("endpoints").Where(endpoint => endpoint.FlagOrNull("conditions", "ready") != false))
            {
                if (endpoint.Text("targetRef", "name") is { } name && cluster.Store.Get("/pods", ns, name)?.Body is { } pod)
                    yield return pod;
            }
        }
    }
}

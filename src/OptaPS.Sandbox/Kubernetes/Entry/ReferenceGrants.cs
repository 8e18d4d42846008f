using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Whether a route may name a service of another namespace.</summary>
internal static class ReferenceGrants
{
    public static bool Allows(Cluster cluster, JsonObject route, JsonObject reference)
    {
        var to = reference.Text("namespace");
        return to is null || to == route.Namespace()
            || cluster.Store.List("gateway.networking.k8s.io/referencegrants", to).Any(grant =>
                grant.Body.Objects("spec", "from").Any(from => from.Text("kind") == (route.Text("kind") ?? "HTTPRoute") && from.Text("namespace") == route.Namespace())
                && grant.Body.Objects("spec", "to").Any(item => item.Text("kind") == "Service" && (item.Text("name") is null || item.Text("name") == reference.Text("name"))));
    }
}

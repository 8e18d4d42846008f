using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Which routes belong to which listeners.</summary>
internal static class RouteAttachment
{
    public static bool Attaches(Cluster cluster, JsonObject route, JsonObject gateway, JsonObject listener) =>
        route.Objects("spec", "parentRefs").Any(parent => IsParent(route, parent, gateway)
            && (parent.Text("sectionName") is null || parent.Text("sectionName") == listener.Text("name"))
            && (parent.Number("port") is null || parent.Number("port") == listener.Number("port")))
        && NamespaceAllowed(cluster, route, gateway, listener) && HostsOverlap(route, listener);

    public static bool IsParent(JsonObject route, JsonObject parent, JsonObject gateway) =>
        parent.Text("kind") is null or "Gateway" && parent.Text("name") == gateway.Name() && (parent.Text("namespace") ?? route.Namespace()) == gateway.Namespace();

    private static bool NamespaceAllowed(Cluster cluster, JsonObject route, JsonObject gateway, JsonObject listener) => listener.Text("allowedRoutes", "namespaces", "from") switch
    {
        "All" => true,
        "Selector" => cluster.Store.Get("/namespaces", "", route.Namespace())?.Body is { } space && LabelSelector.FromObject(listener.Map("allowedRoutes", "namespaces", "selector"))?.Matches(space) == true,
        "None" => false,
        _ => route.Namespace() == gateway.Namespace()
    };

    private static bool HostsOverlap(JsonObject route, JsonObject listener)
    {
        var own = listener.Text("hostname");
        var hosts = route.Texts("spec", "hostnames").ToList();
        return string.IsNullOrEmpty(own) || hosts.Count == 0 || hosts.Any(host => HostNames.Matches(own, host) || HostNames.Matches(host, own));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>Evaluates NetworkPolicies for a connection to a pod.</summary>
internal static class NetworkPolicies
{
    /// <summary>Why the connection is dropped, or null. A null client is outside of the cluster.</summary>
    public static string? Refusal(Cluster cluster, JsonObject? client, JsonObject server, long port)
    {
        var ingress = Selecting(cluster, server, "Ingress").ToList();
        if (ingress.Count > 0 && !ingress.Any(policy => policy.Objects("spec", "ingress").Any(rule => Peer(cluster, rule, "from", client, policy) && PortFits(rule, server, port))))
            return $"NetworkPolicy {string.Join(", ", ingress.Select(policy => policy.Namespace() + "/" + policy.Name()))} lets no ingress from {Name(client)} to {Name(server)} port {port}";
        if (client is null)
            return null;
        var egress = Selecting(cluster, client, "Egress").ToList();
        if (egress.Count > 0 && !egress.Any(policy => policy.Objects("spec", "egress").Any(rule => Peer(cluster, rule, "to", server, policy) && PortFits(rule, server, port))))
            return $"NetworkPolicy {string.Join(", ", egress.Select(policy => policy.Namespace() + "/" + policy.Name()))} lets no egress from {Name(client)} to {Name(server)} port {port}";
        return null;
    }

    private static IEnumerable<JsonObject> Selecting(Cluster cluster, JsonObject pod, string direction) =>
        cluster.Store.List("networking.k8s.io/networkpolicies", pod.Namespace()).Select(item => item.Body)
            .Where(policy => policy.Texts("spec", "policyTypes").Contains(direction) && LabelSelector.FromObject(policy.Map("spec", "podSelector") ?? [])!.Matches(pod));

    private static bool Peer(Cluster cluster, JsonObject rule, string member, JsonObject? other, JsonObject policy)
    {
        var peers = rule.Objects(member).ToList();
        if (peers.Count == 0)
            return true;
        return peers.Any(peer =>
        {
            if (peer.Map("ipBlock") is { } block)
                return InBlock(block, other.Text("status", "podIP") ?? "203.0.113.10");
            if (other is null)
                return false;
            var space = peer.Map("namespaceSelector");
            if (space is null ? other.Namespace() != policy.Namespace() : cluster.Store.Get("/namespaces", "", other.Namespace())?.Body is not { } owner || LabelSelector.FromObject(space)?.Matches(owner) != true)
                return false;
            return peer.Map("podSelector") is not { } pods || LabelSelector.FromObject(pods)!.Matches(other);
        });
    }

    private static bool PortFits(JsonObject rule, JsonObject server, long port)
    {
        var ports = rule.Objects("ports").ToList();
        return ports.Count == 0 || ports.Any(item => item["port"] is null
            || (item["port"].Text() is { } name
                ? server.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).Any(own => own.Text("name") == name && own.Number("containerPort") == port)
                : item.Number("endPort") is { } end ? port >= item.Number("port") && port <= end : item.Number("port") == port));
    }

    private static bool InBlock(JsonObject block, string address) =>
        IPNetwork.TryParse(block.Text("cidr") ?? "", out var network) && IPAddress.TryParse(address, out var ip) && network.Contains(ip)
        && !block.Texts("except").Any(except => IPNetwork.TryParse(except, out var hole) && hole.Contains(ip));

    private static string Name(JsonObject? pod) => pod is null ? "outside the cluster" : "pod " + pod.Namespace() + "/" + pod.Name();
}

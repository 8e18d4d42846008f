using System.Net;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Entry;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>Linkerd's inbound policy, as the proxy of the called pod enforces it: Server, HTTPRoute, AuthorizationPolicy, ServerAuthorization, and the default of pod, namespace and cluster.</summary>
internal static class MeshAuthorization
{
    private const string Group = "policy.linkerd.io/";
    private const string DefaultPolicy = "config.linkerd.io/default-inbound-policy";

    /// <summary>Status and reason of a refusal, or null when the call is allowed.</summary>
    public static (int Status, string Why)? Refusal(Cluster cluster, PodRequest request, string? clientIdentity, JsonObject pod, long port)
    {
        var caller = new MeshCaller(clientIdentity, request.Client.Text("status", "podIP") ?? "203.0.113.10", request.Client is not null);
        var servers = cluster.Store.List(Group + "servers", pod.Namespace()).Select(item => item.Body)
            .Where(server => LabelSelector.FromObject(server.Map("spec", "podSelector") ?? [])!.Matches(pod) && PortFits(server, pod, port)).ToList();
        return servers.Count == 0
            ? ByDefault(Default(cluster, pod), caller, $"{pod.Namespace()}/{pod.Name()} port {port}")
            : OfServer(cluster, request, caller, servers[0]);
    }

    private static (int, string)? OfServer(Cluster cluster, PodRequest request, MeshCaller caller, JsonObject server)
    {
        var name = server.Namespace() + "/" + server.Name();
        var targets = new List<JsonObject> { server };
        var routes = cluster.Store.List(Group + "httproutes", server.Namespace()).Select(item => item.Body)
            .Where(route => route.Objects("spec", "parentRefs").Any(parent => parent.Text("kind") == "Server" && parent.Text("name") == server.Name())).ToList();
        if (routes.Count > 0)
        {
            var call = EntryCall.From(request);
            if (routes.FirstOrDefault(route => route.Objects("spec", "rules").Any(rule => RouteMatch.Best(rule, call) is not null)) is not { } route)
                return (404, $"no HTTPRoute of Server {name} matches {request.Method} {request.Path}");
            targets.Add(route);
        }

        var policies = cluster.Store.List(Group + "authorizationpolicies", server.Namespace()).Select(item => item.Body).Where(policy => Targets(policy, targets)).ToList();
        if (policies.Any(policy => policy.Objects("spec", "requiredAuthenticationRefs").All(reference => MeshAuthentications.Satisfies(cluster, policy.Namespace(), reference, caller))))
            return null;
        var older = cluster.Store.List(Group + "serverauthorizations", server.Namespace()).Select(item => item.Body)
            .Where(item => item.Text("spec", "server", "name") == server.Name() || LabelSelector.FromObject(item.Map("spec", "server", "selector"))?.Matches(server) == true).ToList();
        if (older.Any(item => MeshAuthentications.Allows(item, caller)))
            return null;
        if (policies.Count == 0 && older.Count == 0 && server.Text("spec", "accessPolicy") is { } access)
            return ByDefault(access, caller, "Server " + name);
        var asked = policies.Select(policy => $"AuthorizationPolicy {policy.Namespace()}/{policy.Name()}").Concat(older.Select(item => $"ServerAuthorization {item.Namespace()}/{item.Name()}")).ToList();
        return (403, $"Server {name} denies {caller}: " + (asked.Count == 0 ? "no policy authorises anybody" : string.Join(", ", asked) + (asked.Count == 1 ? " does not authorise it" : " do not authorise it")));
    }

    private static bool Targets(JsonObject policy, List<JsonObject> targets)
    {
        var reference = policy.Map("spec", "targetRef");
        return reference.Text("kind") == "Namespace" ? reference.Text("name") == policy.Namespace()
            : targets.Any(target => target.Text("kind") == reference.Text("kind") && target.Name() == reference.Text("name"));
    }

    private static (int, string)? ByDefault(string policy, MeshCaller caller, string what) => policy switch
    {
        "all-unauthenticated" or "audit" => null,
        "all-authenticated" when caller.Identity is not null => null,
        "cluster-unauthenticated" when caller.InCluster => null,
        "cluster-authenticated" when caller is { InCluster: true, Identity: not null } => null,
        _ => (403, $"the default inbound policy {policy} of {what} denies {caller}")
    };

    private static string Default(Cluster cluster, JsonObject pod)
    {
        var chosen = pod.Annotation(DefaultPolicy) ?? cluster.Store.Get("/namespaces", "", pod.Namespace())?.Body.Annotation(DefaultPolicy);
        if (chosen is not null)
            return chosen;
        var control = pod.Label("linkerd.io/control-plane-ns") ?? "linkerd";
        var line = (cluster.Store.Get("/configmaps", control, "linkerd-config")?.Body.Text("data", "values") ?? "").Split('\n').Select(text => text.Trim())
            .FirstOrDefault(text => text.StartsWith("defaultInboundPolicy:", StringComparison.Ordinal));
        return line?["defaultInboundPolicy:".Length..].Trim().Trim('"') is { Length: > 0 } named ? named : "all-unauthenticated";
    }

    private static bool PortFits(JsonObject server, JsonObject pod, long port) => server.At("spec", "port").Text() is { } name
        ? pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).Any(item => item.Text("name") == name && item.Number("containerPort") == port)
        : server.Number("spec", "port") == port;

    /// <summary>Whether an address is in a network of the form of NetworkAuthentication and ServerAuthorization.</summary>
    internal static bool InNetwork(JsonObject network, string address) => network.Text("cidr") is { } cidr && IPNetwork.TryParse(cidr, out var range) && IPAddress.TryParse(address, out var ip)
        && range.Contains(ip) && !network.Texts("except").Any(hole => IPNetwork.TryParse(hole, out var excluded) && excluded.Contains(ip));
}

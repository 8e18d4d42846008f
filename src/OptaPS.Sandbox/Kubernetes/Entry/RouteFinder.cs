using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Finds the HTTPRoute or GRPCRoute rule for a call by host, path, method, headers and query, with the Gateway API's precedence.</summary>
internal sealed class RouteFinder(Cluster cluster)
{
    public RouteTarget? Find(EntryCall call)
    {
        var candidates = new List<(JsonObject Gateway, JsonObject Route, JsonObject Rule, RouteMatch Match, int HostLength)>();
        foreach (var gateway in cluster.Store.List(GatewayNames.Gateways).Select(item => item.Body).Where(IsProgrammed))
        {
            foreach (var listener in gateway.Objects("spec", "listeners").Where(listener => listener.Number("port") == call.Port && HostMatches(gateway, listener.Text("hostname"), call.Host)))
            {
                foreach (var route in Routes(call).Where(route => !route.IsDeleting() && RouteAttachment.Attaches(cluster, route, gateway, listener)))
                {
                    var hosts = route.Texts("spec", "hostnames").ToList();
                    var host = hosts.Where(name => HostNames.Matches(name, call.Host)).MaxBy(name => name.Length);
                    if (hosts.Count > 0 && host is null)
                        continue;
                    foreach (var rule in route.Objects("spec", "rules"))
                    {
                        if ((route.Text("kind") == "GRPCRoute" ? RouteMatch.BestGrpc(rule, call) : RouteMatch.Best(rule, call)) is { } match)
                            candidates.Add((gateway, route, rule, match, host?.Length ?? 0));
                    }
                }
            }
        }

        if (candidates.Count == 0)
            return null;
        var best = candidates.OrderByDescending(item => item.HostLength).ThenByDescending(item => item.Match.Exact).ThenByDescending(item => item.Match.PathLength)
            .ThenByDescending(item => item.Match.Method).ThenByDescending(item => item.Match.Headers).ThenBy(item => item.Route.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).First();
        var backend = Backend(best.Rule);
        var target = RouteFilters.Apply(call, best.Route, best.Rule, best.Match, backend) with { Proxies = Proxies(best.Gateway) };
        return backend is null || target.Redirect is not null || ReferenceGrants.Allows(cluster, best.Route, backend) ? target
            : target with { Refusal = (500, $"no ReferenceGrant in namespace {backend.Text("namespace")} lets route {target.Route} refer to service {backend.Text("name")}") };
    }

    private IEnumerable<JsonObject> Routes(EntryCall call) =>
        (call.IsGrpc ? cluster.Store.List(GatewayNames.GrpcRoutes).Concat(cluster.Store.List(GatewayNames.Routes)) : cluster.Store.List(GatewayNames.Routes)).Select(item => item.Body);

    private static bool IsProgrammed(JsonObject gateway) =>
        gateway.Objects("status", "conditions").Any(condition => condition.Text("type") == "Programmed" && condition.Text("status") == "True");

    /// <summary>A load balancer's own name reaches every listener without a host name of its own.</summary>
    private static bool HostMatches(JsonObject gateway, string? pattern, string host) =>
        HostNames.Matches(pattern, host) || (string.IsNullOrEmpty(pattern) && gateway.Objects("status", "addresses").Any(address => address.Text("value") == host));

    private List<JsonObject> Proxies(JsonObject gateway) =>
        [.. ServiceEndpoints.Ready(cluster, gateway.Namespace(), GatewayDataPlane.Name(gateway))];

    private static JsonObject? Backend(JsonObject rule)
    {
        var backends = rule.Objects("backendRefs").Select(item => (Item: item, Weight: (int)(item.Number("weight") ?? 1))).Where(pair => pair.Weight > 0).ToList();
        if (backends.Count == 0)
            return null;
        var draw = RandomNumberGenerator.GetInt32(backends.Sum(pair => pair.Weight));
        foreach (var (item, weight) in backends)
        {
            draw -= weight;
            if (draw < 0)
                return item;
        }

        return backends[^1].Item;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Finds the classic Ingress path for a call; only the class of a running ingress-nginx controller is served.</summary>
internal sealed class IngressFinder(Cluster cluster)
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    public RouteTarget? Find(EntryCall call)
    {
        if (IngressController.Running(cluster) is not { } controller)
            return null;
        var proxies = cluster.Store.List("/pods", controller.Namespace()).Select(item => item.Body).Where(pod => pod.Label("app.kubernetes.io/name") == "ingress-nginx").ToList();
        var served = cluster.Store.List("networking.k8s.io/ingresses").Select(item => item.Body).Where(item => IngressController.Serves(cluster, item)).ToList();
        var best = served.SelectMany(ingress => ingress.Objects("spec", "rules").Where(rule => HostNames.Matches(rule.Text("host"), call.Host)).SelectMany(rule => rule.Objects("http", "paths"), (rule, path) => (ingress, rule, path)))
            .Where(item => Fits(item.path, call.Path)).OrderByDescending(item => item.rule.Text("host")?.Length ?? 0)
            .ThenByDescending(item => item.path.Text("pathType") == "Exact").ThenByDescending(item => item.path.Text("path")?.Length ?? 0).FirstOrDefault();
        if (best.ingress is null)
        {
            var other = served.Find(item => item.Map("spec", "defaultBackend", "service") is not null);
            return other is null ? null : Target(other, other.Map("spec", "defaultBackend", "service"), call.Path, proxies);
        }

        var target = Target(best.ingress, best.path.Map("backend", "service"), Rewritten(best.ingress, best.path, call.Path), proxies);
        return call.IsHttps || !RedirectsToTls(best.ingress, call.Host) ? target : target with { Redirect = (308, $"https://{call.Host}{call.Path}{call.QueryText}") };
    }

    private RouteTarget Target(JsonObject ingress, JsonObject? service, string path, List<JsonObject> proxies) =>
        new(ingress.Namespace(), service.Text("name") ?? "", service.Number("port", "number") ?? Named(ingress.Namespace(), service), path) { Route = ingress.Namespace() + "/" + ingress.Name(), Proxies = proxies };

    /// <summary>As nginx's rewrite does: the target takes the place of the whole path, with what the path's expression captured.</summary>
    private static string Rewritten(JsonObject ingress, JsonObject path, string asked)
    {
        if (ingress.Annotation(Prefix + "rewrite-target") is not { } target)
            return asked;
        var match = Regex.Match(asked, "^" + path.Text("path"), RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);
        return match.Success ? match.Result(target) : asked;
    }

    /// <summary>Hosts with a certificate are served over TLS only, unless the ingress says otherwise.</summary>
    private static bool RedirectsToTls(JsonObject ingress, string host) =>
        ingress.Annotation(Prefix + "force-ssl-redirect") == "true"
        || (ingress.Annotation(Prefix + "ssl-redirect") != "false" && ingress.Objects("spec", "tls").Any(tls => tls.Texts("hosts").Any(name => HostNames.Matches(name, host))));

    private long Named(string ns, JsonObject? service) => cluster.Store.Get("/services", ns, service.Text("name") ?? "")?.Body.Objects("spec", "ports")
        .FirstOrDefault(port => port.Text("name") == service.Text("port", "name")).Number("port") ?? 80;

    private static bool Fits(JsonObject path, string asked)
    {
        var value = path.Text("path") ?? "/";
        return path.Text("pathType") switch
        {
            "Exact" => value == asked,
            "Prefix" => asked == value.TrimEnd('/') || asked.StartsWith(value.TrimEnd('/') + "/", StringComparison.Ordinal),
            _ => Regex.IsMatch(asked, "^" + value, RegexOptions.NonBacktracking)
        };
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Finds the classic Ingress path for a call; only the class of a running ingress-nginx controller is served.</summary>
internal sealed class IngressFinder(Cluster cluster)
{
    public RouteTarget? Find(EntryCall call)
    {
        if (IngressController.Running(cluster) is not { } controller)
            return null;
        var proxies = cluster.Store.List("/pods", controller.Namespace()).Select(item => item.Body).Where(pod => pod.Label("app.kubernetes.io/name") == "ingress-nginx").ToList();
        var best = cluster.Store.List("networking.k8s.io/ingresses").Select(item => item.Body).Where(item => IngressController.Serves(cluster, item))
            .SelectMany(ingress => ingress.Objects("spec", "rules").Where(rule => HostNames.Matches(rule.Text("host"), call.Host)).SelectMany(rule => rule.Objects("http", "paths"), (rule, path) => (ingress, rule, path)))
            .Where(item => Fits(item.path, call.Path)).OrderByDescending(item => item.rule.Text("host")?.Length ?? 0)
            .ThenByDescending(item => item.path.Text("pathType") == "Exact").ThenByDescending(item => item.path.Text("path")?.Length ?? 0).FirstOrDefault();
        if (best.ingress is null)
            return null;
        var service = best.path.Map("backend", "service");
        var port = service.Number("port", "number") ?? Named(best.ingress.Namespace(), service);
        var rewritten = best.ingress.Annotation("nginx.ingress.kubernetes.io/rewrite-target") is { } target
            ? Regex.Replace(call.Path, "^" + best.path.Text("path"), target, RegexOptions.NonBacktracking) : call.Path;
        return new RouteTarget(best.ingress.Namespace(), service.Text("name") ?? "", port, rewritten) { Route = best.ingress.Namespace() + "/" + best.ingress.Name(), Proxies = proxies };
    }

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

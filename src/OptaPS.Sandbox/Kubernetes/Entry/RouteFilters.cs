using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Carries out the filters of a rule.</summary>
internal static class RouteFilters
{
    public static RouteTarget Apply(EntryCall call, JsonObject route, JsonObject rule, RouteMatch match, JsonObject? backend)
    {
        var path = call.Path;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        (int, string)? redirect = null;
        foreach (var filter in rule.Objects("filters").Concat(backend.Objects("filters")))
        {
            switch (filter.Text("type"))
            {
                case "URLRewrite":
                    path = Rewrite(filter.Map("urlRewrite", "path"), path, match.Prefix);
                    if (filter.Text("urlRewrite", "hostname") is { } host)
                        headers["Host"] = host;
                    break;
                case "RequestHeaderModifier":
                    foreach (var header in filter.Objects("requestHeaderModifier", "set").Concat(filter.Objects("requestHeaderModifier", "add")))
                        headers[header.Text("name") ?? ""] = header.Text("value") ?? "";
                    break;
                case "RequestRedirect":
                    var to = filter.Map("requestRedirect");
                    var scheme = to.Text("scheme") ?? (call.IsHttps ? "https" : "http");
                    redirect = ((int)(to.Number("statusCode") ?? 302), $"{scheme}://{to.Text("hostname") ?? call.Host}{Rewrite(to.Map("path"), path, match.Prefix)}");
                    break;
            }
        }

        var name = route.Namespace() + "/" + route.Name();
        if (redirect is not null)
            return new RouteTarget(route.Namespace(), "", 0, path) { Redirect = redirect, Route = name };
        if (backend is null)
            return new RouteTarget(route.Namespace(), "", 0, path) { Refusal = (500, "the route has no backend"), Route = name };
        return new RouteTarget(backend.Text("namespace") ?? route.Namespace(), backend.Text("name") ?? "", backend.Number("port") ?? 80, path) { Headers = headers, Route = name };
    }

    private static string Rewrite(JsonObject? rule, string path, string prefix)
    {
        if (rule.Text("replaceFullPath") is { } full)
            return full;
        if (rule.Text("replacePrefixMatch") is not { } replacement)
            return path;
        var rest = path[Math.Min(prefix.TrimEnd('/').Length, path.Length)..];
        var result = replacement.TrimEnd('/') + (rest.StartsWith('/') || rest.Length == 0 ? rest : "/" + rest);
        return result.Length == 0 ? "/" : result;
    }
}

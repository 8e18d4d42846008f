using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Carries out the filters, timeouts and retries of a rule.</summary>
internal static class RouteFilters
{
    public static RouteTarget Apply(EntryCall call, JsonObject route, JsonObject rule, RouteMatch match, JsonObject? backend)
    {
        var ns = route.Namespace();
        var target = new RouteTarget(backend.Text("namespace") ?? ns, backend.Text("name") ?? "", backend.Number("port") ?? 80, call.Path) { Route = ns + "/" + route.Name() };
        var headers = new Dictionary<string, string>(call.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var filter in rule.Objects("filters").Concat(backend.Objects("filters")))
        {
            switch (filter.Text("type"))
            {
                case "URLRewrite":
                    target = target with { Path = Rewrite(filter.Map("urlRewrite", "path"), target.Path, match.Prefix), Host = filter.Text("urlRewrite", "hostname") ?? target.Host };
                    break;
                case "RequestHeaderModifier":
                    foreach (var change in Changes(filter.Map("requestHeaderModifier")))
                        Change(headers, change);
                    break;
                case "ResponseHeaderModifier":
                    target = target with { AnswerHeaders = [.. target.AnswerHeaders, .. Changes(filter.Map("responseHeaderModifier"))] };
                    break;
                case "RequestMirror":
                    var copy = filter.Map("requestMirror", "backendRef");
                    target = target with { Mirrors = [.. target.Mirrors, (copy.Text("namespace") ?? ns, copy.Text("name") ?? "", copy.Number("port") ?? 80)] };
                    break;
                case "RequestRedirect":
                    return target with { Redirect = Redirect(call, filter.Map("requestRedirect"), match) };
                case { } other:
                    return target with { Refusal = (500, $"the sandbox does not carry out filters of type {other}") };
            }
        }

        if (backend is null)
            return target with { Refusal = (500, "the route has no backend") };
        if (target.Host is { } host)
            headers["Host"] = host;
        return target with
        {
            Headers = headers,
            RequestTimeout = RouteDuration.Read(rule.Text("timeouts", "request")),
            AttemptTimeout = RouteDuration.Read(rule.Text("timeouts", "backendRequest")),
            Retry = rule.Map("retry") is { } retry
                ? new RouteRetry([.. retry.List("codes")?.Select(code => code.Number() ?? 0) ?? []], (int)(retry.Number("attempts") ?? 1), RouteDuration.Read(retry.Text("backoff")) ?? TimeSpan.Zero)
                : null
        };
    }

    private static (int, string) Redirect(EntryCall call, JsonObject? to, RouteMatch match)
    {
        var scheme = to.Text("scheme") ?? (call.IsHttps ? "https" : "http");
        var port = to.Number("port") is { } number && number != (scheme == "https" ? 443 : 80) ? ":" + number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
        return ((int)(to.Number("statusCode") ?? 302), $"{scheme}://{to.Text("hostname") ?? call.Host}{port}{Rewrite(to.Map("path"), call.Path, match.Prefix)}{call.QueryText}");
    }

    private static IEnumerable<HeaderChange> Changes(JsonObject? modifier) =>
        modifier.Objects("set").Select(item => new HeaderChange("set", item.Text("name") ?? "", item.Text("value") ?? ""))
            .Concat(modifier.Objects("add").Select(item => new HeaderChange("add", item.Text("name") ?? "", item.Text("value") ?? "")))
            .Concat(modifier.Texts("remove").Select(name => new HeaderChange("remove", name, "")));

    private static void Change(Dictionary<string, string> headers, HeaderChange change)
    {
        if (change.Verb == "remove")
            headers.Remove(change.Name);
        else if (change.Verb == "add" && headers.TryGetValue(change.Name, out var present))
            headers[change.Name] = present + "," + change.Value;
        else
            headers[change.Name] = change.Value;
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

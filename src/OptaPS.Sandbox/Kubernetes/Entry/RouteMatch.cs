using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>How well a rule fits a call.</summary>
internal sealed record RouteMatch(bool Exact, int PathLength, bool Method, int Headers, string Prefix)
{
    public static RouteMatch? Best(JsonObject rule, EntryCall call)
    {
        var matches = rule.Objects("matches").ToList();
        if (matches.Count == 0)
            matches.Add(new JsonObject());
        return matches.Select(match => One(match, call)).OfType<RouteMatch>().OrderByDescending(match => match.Exact).ThenByDescending(match => match.PathLength).FirstOrDefault();
    }

    /// <summary>The same for a rule of a GRPCRoute: service and method are the two elements of the path.</summary>
    public static RouteMatch? BestGrpc(JsonObject rule, EntryCall call)
    {
        var matches = rule.Objects("matches").ToList();
        if (matches.Count == 0)
            matches.Add(new JsonObject());
        return call.Path.Split('/') is ["", var service, var method]
            ? matches.Select(match => OneGrpc(match, call, service, method)).OfType<RouteMatch>().OrderByDescending(match => match.PathLength).FirstOrDefault()
            : null;
    }

    private static RouteMatch? OneGrpc(JsonObject match, EntryCall call, string service, string method)
    {
        var wanted = match.Map("method");
        var regex = wanted.Text("type") == "RegularExpression";
        bool Same(string? pattern, string value) => pattern is null || (regex ? Regex.IsMatch(value, "^(?:" + pattern + ")$", RegexOptions.NonBacktracking) : pattern == value);
        var headers = match.Objects("headers").ToList();
        return Same(wanted.Text("service"), service) && Same(wanted.Text("method"), method) && headers.All(header => Fits(header, call.Headers.GetValueOrDefault(header.Text("name") ?? "") ?? ""))
            ? new RouteMatch(!regex && wanted.Text("service") is not null && wanted.Text("method") is not null, (wanted.Text("service")?.Length ?? 0) + (wanted.Text("method")?.Length ?? 0), wanted.Text("method") is not null, headers.Count, "")
            : null;
    }

    private static RouteMatch? One(JsonObject match, EntryCall call)
    {
        var type = match.Text("path", "type") ?? "PathPrefix";
        var value = match.Text("path", "value") ?? "/";
        var fits = type switch
        {
            "Exact" => call.Path == value,
            "RegularExpression" => Regex.IsMatch(call.Path, "^(?:" + value + ")$", RegexOptions.NonBacktracking),
            _ => IsPrefix(value, call.Path)
        };
        if (!fits || (match.Text("method") is { } method && method != call.Method))
            return null;
        var headers = match.Objects("headers").ToList();
        if (!headers.All(header => Fits(header, call.Headers.GetValueOrDefault(header.Text("name") ?? "") ?? "")) || !match.Objects("queryParams").All(item => Fits(item, call.Query.GetValueOrDefault(item.Text("name") ?? "") ?? "")))
            return null;
        return new RouteMatch(type == "Exact", value.Length, match.Text("method") is not null, headers.Count, type == "PathPrefix" ? value : "");
    }

    /// <summary>Prefixes match whole path elements.</summary>
    private static bool IsPrefix(string prefix, string path)
    {
        var trimmed = prefix.TrimEnd('/');
        return path == trimmed || path.StartsWith(trimmed + "/", StringComparison.Ordinal);
    }

    private static bool Fits(JsonObject condition, string value) => condition.Text("type") == "RegularExpression"
        ? Regex.IsMatch(value, "^(?:" + condition.Text("value") + ")$", RegexOptions.NonBacktracking) : condition.Text("value") == value;
}

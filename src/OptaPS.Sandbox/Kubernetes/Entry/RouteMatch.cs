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
        if (!headers.All(header => Fits(header, call.Headers[header.Text("name") ?? ""].ToString())) || !match.Objects("queryParams").All(item => Fits(item, call.Query[item.Text("name") ?? ""].ToString())))
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

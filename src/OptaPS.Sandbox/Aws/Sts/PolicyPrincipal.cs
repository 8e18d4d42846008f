using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>The Principal member of a policy statement.</summary>
internal readonly record struct PolicyPrincipal(JsonNode? Node)
{
    /// <summary>True when the principal is everybody, or names one of the values under the kind (AWS, Federated, Service).</summary>
    public bool Matches(string kind, params string[] values) => Node switch
    {
        JsonValue all => all.ToString() == "*",
        JsonObject named => Strings(named[kind]).Any(v => v == "*" || values.Contains(v, StringComparer.Ordinal)),
        _ => false
    };

    public static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonArray array => array.Select(e => e?.ToString() ?? ""),
        null => [],
        _ => [node.ToString()]
    };
}

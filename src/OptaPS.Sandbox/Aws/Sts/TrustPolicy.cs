using System.Text.Json.Nodes;
using OptaPS.Sandbox.RequestLog;

namespace OptaPS.Sandbox.Aws.Sts;

/// <summary>Evaluates a role's trust policy: principals, actions, and the string conditions that trust policies use; an unknown condition operator never matches.</summary>
internal static class TrustPolicy
{
    public static bool Allows(JsonNode? document, string action, Func<PolicyPrincipal, bool> principal, IReadOnlyDictionary<string, string> context)
    {
        var policy = document is JsonValue text ? JsonNode.Parse(text.ToString()) : document;
        var statements = policy?["Statement"] switch
        {
            JsonArray several => several.ToList(),
            JsonObject one => [one],
            _ => []
        };
        var matching = statements.OfType<JsonObject>().Where(s => Matches(s, action, principal, context)).Select(s => s["Effect"]?.ToString()).ToList();
        return matching.Contains("Allow", StringComparer.Ordinal) && !matching.Contains("Deny", StringComparer.Ordinal);
    }

    private static bool Matches(JsonObject statement, string action, Func<PolicyPrincipal, bool> principal, IReadOnlyDictionary<string, string> context) =>
        principal(new PolicyPrincipal(statement["Principal"]))
        && PolicyPrincipal.Strings(statement["Action"]).Any(a => Glob.Matches(a, action))
        && (statement["Condition"] is not JsonObject conditions || conditions.All(c => Holds(c.Key, c.Value as JsonObject, context)));

    private static bool Holds(string test, JsonObject? members, IReadOnlyDictionary<string, string> context) => members?.All(m =>
    {
        var actual = context.GetValueOrDefault(m.Key);
        var wanted = PolicyPrincipal.Strings(m.Value);
        return test switch
        {
            "StringEquals" => actual is not null && wanted.Contains(actual, StringComparer.Ordinal),
            "StringLike" or "ArnLike" => actual is not null && wanted.Any(w => Glob.Matches(w, actual)),
            "StringEqualsIfExists" => actual is null || wanted.Contains(actual, StringComparer.Ordinal),
            "StringNotEquals" => actual is null || !wanted.Contains(actual, StringComparer.Ordinal),
            _ => false
        };
    }) ?? true;
}

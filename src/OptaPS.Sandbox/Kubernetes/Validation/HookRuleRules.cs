using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Which requests a webhook or an admission policy is about.</summary>
internal static class HookRuleRules
{
    public static void Check(Findings found, JsonObject rule, string field)
    {
        foreach (var member in new[] { "operations", "apiGroups", "apiVersions", "resources" })
        {
            var values = rule.Texts(member).ToList();
            if (values.Count == 0)
                found.Required($"{field}.{member}");
            if (member != "resources" && values.Count > 1 && values.Contains("*"))
                found.Invalid($"{field}.{member}", rule[member], $"if '*' is present, must not specify other {(member == "apiGroups" ? "API groups" : member == "apiVersions" ? "API versions" : "operations")}");
            for (var i = 0; i < values.Count; i++)
            {
                if (member == "operations")
                    found.OneOf($"{field}.operations[{i}]", values[i], "*", "CONNECT", "CREATE", "DELETE", "UPDATE");
                else if (member is "apiVersions" && values[i].Length == 0)
                    found.Required($"{field}.{member}[{i}]");
            }
        }

        found.OneOf(field + ".scope", rule.Text("scope"), "*", "Cluster", "Namespaced");
        Resources(found, rule, field + ".resources");
    }

    private static void Resources(Findings found, JsonObject rule, string field)
    {
        var values = rule.Texts("resources").ToList();
        for (var i = 0; i < values.Count; i++)
        {
            var at = $"{field}[{i}]";
            var slash = values[i].IndexOf('/', StringComparison.Ordinal);
            if (values[i].Length == 0)
                found.Required(at);
            else if (slash > 0 && values[i] != "*/*" && values[i][(slash + 1)..] != "*" && values.Contains(values[i][..slash] + "/*"))
                found.Invalid(at, values[i], $"if '{values[i][..slash]}/*' is present, must not specify {values[i]}");
            else if (slash > 0 && values[i][..slash] != "*" && values.Contains("*" + values[i][slash..]))
                found.Invalid(at, values[i], $"if '*{values[i][slash..]}' is present, must not specify {values[i]}");
        }

        if (values.Count > 1 && values.Contains("*/*"))
            found.Invalid(field, rule["resources"], "if '*/*' is present, must not specify other resources");
        if (values.Contains("*") && values.Exists(value => value != "*" && !value.Contains('/', StringComparison.Ordinal)))
            found.Invalid(field, rule["resources"], "if '*' is present, must not specify other resources without subresources");
    }
}

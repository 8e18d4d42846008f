using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The CEL rules of a schema: present and readable.</summary>
internal static class RuleChecks
{
    public static void Check(Findings found, JsonObject schema, string field)
    {
        var missing = new List<string>();
        Visit(schema, field, (rule, at) =>
        {
            if (rule.Text("rule") is null or "")
                missing.Add(at + ".rule");
        });
        foreach (var at in missing)
            found.Required(at, "rule is not specified");
        // A missing rule keeps the others from being compiled.
        if (missing.Count == 0)
            Visit(schema, field, (rule, at) => ExpressionRules.Check(found, rule.Text("rule"), at + ".rule", required: true));
    }

    private static void Visit(JsonObject schema, string field, Action<JsonObject, string> see)
    {
        var index = 0;
        foreach (var rule in schema.Objects("x-kubernetes-validations"))
            see(rule, $"{field}.x-kubernetes-validations[{index++}]");
        foreach (var (name, child) in schema.Map("properties")?.ToList() ?? [])
        {
            if (child is JsonObject member)
                Visit(member, $"{field}.properties[{name}]", see);
        }

        if (schema.Map("additionalProperties") is { } additional)
            Visit(additional, field + ".additionalProperties", see);
        if (schema.Map("items") is { } items)
            Visit(items, field + ".items", see);
    }
}

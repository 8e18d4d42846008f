using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Conditions under which a webhook or a policy applies.</summary>
internal static class MatchConditionRules
{
    public static void Check(Findings found, JsonNode? owner, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var condition in owner.Objects("matchConditions"))
        {
            var at = $"{field}[{index++}]";
            var name = condition.Text("name") ?? "";
            var expression = condition.Text("expression") ?? "";
            if (expression.Trim().Length == 0)
                found.Required(at + ".expression");
            else
                ExpressionRules.Check(found, expression, at + ".expression", required: false, result: "bool");
            if (name.Length == 0)
                found.Required(at + ".name");
            else
                found.Invalid(at + ".name", name, NameRules.Qualified(name));
            if (name.Length > 0 && !names.Add(name))
                found.Duplicate(at + ".name", name);
        }
    }
}

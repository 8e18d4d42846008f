using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Affinity to nodes and pods.</summary>
internal static class AffinityRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Check(Findings found, JsonNode? affinity, string field)
    {
        NodeTerms(found, affinity.Objects("nodeAffinity", Required, "nodeSelectorTerms"), $"{field}.nodeAffinity.{Required}.nodeSelectorTerms");
        foreach (var kind in new[] { "podAffinity", "podAntiAffinity" })
        {
            var index = 0;
            foreach (var term in affinity.Objects(kind, Required))
                PodTerm(found, term, $"{field}.{kind}.{Required}[{index++}]");
            index = 0;
            foreach (var weighted in affinity.Objects(kind, Preferred))
            {
                var at = $"{field}.{kind}.{Preferred}[{index++}]";
                if (weighted.Number("weight") is null or <= 0 or > 100)
                    found.Invalid(at + ".weight", weighted.Number("weight") ?? 0, "must be in the range 1-100");
                PodTerm(found, weighted.Map("podAffinityTerm") ?? [], at + ".podAffinityTerm");
            }
        }
    }

    private static void NodeTerms(Findings found, IEnumerable<JsonObject> terms, string field)
    {
        var index = 0;
        foreach (var term in terms)
        {
            var at = $"{field}[{index++}]";
            var place = 0;
            foreach (var condition in term.Objects("matchExpressions"))
                Condition(found, condition, $"{at}.matchExpressions[{place++}]");
        }
    }

    private static void Condition(Findings found, JsonObject condition, string field)
    {
        var values = condition.List("values")?.Count ?? 0;
        switch (condition.Text("operator"))
        {
            case "In" or "NotIn":
                if (values == 0)
                    found.Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (values > 0)
                    found.Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "Gt" or "Lt":
                if (values != 1)
                    found.Required(field + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                found.Invalid(field + ".operator", condition.Text("operator") ?? "", "not a valid selector operator");
                break;
        }

        found.Invalid(field + ".key", condition.Text("key") ?? "", NameRules.Qualified(condition.Text("key") ?? ""));
    }

    private static void PodTerm(Findings found, JsonObject term, string field)
    {
        SelectorRules.Check(found, term["labelSelector"], field + ".labelSelector");
        var key = term.Text("topologyKey") ?? "";
        if (key.Length == 0)
            found.Required(field + ".topologyKey", "can not be empty");
        found.Invalid(field + ".topologyKey", key, NameRules.Qualified(key));
    }
}

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
        if (affinity.Map("nodeAffinity", Required) is { } wanted)
            NodeSelector(found, wanted, $"{field}.nodeAffinity.{Required}");
        var at = 0;
        foreach (var weighted in affinity.Objects("nodeAffinity", Preferred))
        {
            var place = $"{field}.nodeAffinity.{Preferred}[{at++}]";
            Weight(found, weighted, place);
            NodeTerm(found, weighted.Map("preference") ?? [], place + ".preference");
        }

        foreach (var kind in new[] { "podAffinity", "podAntiAffinity" })
        {
            var index = 0;
            foreach (var term in affinity.Objects(kind, Required))
                PodTerm(found, term, $"{field}.{kind}.{Required}[{index++}]");
            index = 0;
            foreach (var weighted in affinity.Objects(kind, Preferred))
            {
                var place = $"{field}.{kind}.{Preferred}[{index++}]";
                Weight(found, weighted, place);
                PodTerm(found, weighted.Map("podAffinityTerm") ?? [], place + ".podAffinityTerm");
            }
        }
    }

    /// <summary>A choice of nodes: at least one term.</summary>
    public static void NodeSelector(Findings found, JsonObject selector, string field)
    {
        var terms = selector.Objects("nodeSelectorTerms").ToList();
        if (terms.Count == 0)
            found.Required(field + ".nodeSelectorTerms", "must have at least one node selector term");
        for (var i = 0; i < terms.Count; i++)
            NodeTerm(found, terms[i], $"{field}.nodeSelectorTerms[{i}]");
    }

    private static void NodeTerm(Findings found, JsonObject term, string field)
    {
        var place = 0;
        foreach (var condition in term.Objects("matchExpressions"))
            Condition(found, condition, $"{field}.matchExpressions[{place++}]");
        place = 0;
        foreach (var condition in term.Objects("matchFields"))
        {
            if (condition.Text("key") != "metadata.name")
                found.Invalid($"{field}.matchFields[{place}].key", condition.Text("key") ?? "", "not a valid field selector key");
            place++;
        }
    }

    private static void Weight(Findings found, JsonObject weighted, string field)
    {
        if (weighted.Number("weight") is null or <= 0 or > 100)
            found.Invalid(field + ".weight", weighted.Number("weight") ?? 0, "must be in the range 1-100");
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
        SelectorRules.Check(found, term["namespaceSelector"], field + ".namespaceSelector");
        foreach (var ns in term.Texts("namespaces"))
            found.Invalid(field + ".namespace", ns, NameRules.Label(ns));
        SpreadRules.LabelKeys(found, term, field);
        var key = term.Text("topologyKey") ?? "";
        if (key.Length == 0)
            found.Required(field + ".topologyKey", "can not be empty");
        found.Invalid(field + ".topologyKey", key, NameRules.Qualified(key));
    }
}

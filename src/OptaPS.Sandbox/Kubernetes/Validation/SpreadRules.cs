using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>How the pods of a group are spread over the parts of a cluster.</summary>
internal static class SpreadRules
{
    public static void Check(Findings found, JsonNode? spec, string field)
    {
        var pairs = spec.Objects("topologySpreadConstraints").Select(item => (Key: item.Text("topologyKey") ?? "", Verb: item.Text("whenUnsatisfiable") ?? "")).ToList();
        var index = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
        {
            var at = $"{field}[{index}]";
            One(found, constraint, at);
            // It is the first of two equal ones that is reported.
            if (pairs.LastIndexOf(pairs[index]) > index)
                found.Duplicate(at + ".{topologyKey, whenUnsatisfiable}", $"{{{pairs[index].Key}, {pairs[index].Verb}}}");
            index++;
        }
    }

    private static void One(Findings found, JsonObject constraint, string field)
    {
        if (constraint.Number("maxSkew") is null or <= 0)
            found.Invalid(field + ".maxSkew", constraint.Number("maxSkew") ?? 0, "must be greater than zero");
        if (constraint.Text("topologyKey") is null or "")
            found.Required(field + ".topologyKey", "can not be empty");
        var verb = constraint.Text("whenUnsatisfiable") ?? "";
        found.OneOf(field + ".whenUnsatisfiable", verb, "DoNotSchedule", "ScheduleAnyway");
        if (constraint.Number("minDomains") is { } domains)
        {
            if (domains <= 0)
                found.Invalid(field + ".minDomains", domains, "must be greater than zero");
            if (verb != "DoNotSchedule")
                found.Invalid(field + ".minDomains", domains, $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {verb}");
        }

        foreach (var name in new[] { "nodeAffinityPolicy", "nodeTaintsPolicy" })
            found.OneOf($"{field}.{name}", constraint.Text(name), "Honor", "Ignore");
        LabelKeys(found, constraint, field);
        SelectorRules.Check(found, constraint["labelSelector"], field + ".labelSelector");
    }

    /// <summary>Keys of labels that are taken over from the pod need a selector to be added to.</summary>
    public static void LabelKeys(Findings found, JsonObject term, string field)
    {
        if (term.List("matchLabelKeys") is { Count: > 0 } && term["labelSelector"] is null)
            found.Forbidden(field + ".matchLabelKeys", "must not be specified when labelSelector is not set");
    }
}

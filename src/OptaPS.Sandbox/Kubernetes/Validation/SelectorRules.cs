using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Label selectors and plain maps of labels.</summary>
internal static class SelectorRules
{
    /// <summary>Checks the parts of a label selector; true when it can be used.</summary>
    public static bool Check(Findings found, JsonNode? selector, string field)
    {
        var before = found.Count;
        Labels(found, selector.At("matchLabels"), field + ".matchLabels");
        var index = 0;
        foreach (var item in selector.Objects("matchExpressions"))
            Expression(found, item, $"{field}.matchExpressions[{index++}]");
        return found.Count == before;
    }

    public static void Labels(Findings found, JsonNode? labels, string field) => found.AddRange(MetadataValidator.Labels(labels, field));

    private static void Expression(Findings found, JsonObject item, string field)
    {
        switch (item.Text("operator"))
        {
            case "In" or "NotIn":
                if (item.List("values") is null or { Count: 0 })
                    found.Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (item.List("values") is { Count: > 0 })
                    found.Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            default:
                found.Invalid(field + ".operator", item.Text("operator") ?? "", "not a valid selector operator");
                break;
        }

        found.Invalid(field + ".key", item.Text("key") ?? "", NameRules.Qualified(item.Text("key") ?? ""));
        var index = 0;
        foreach (var value in item.Texts("values"))
            found.Invalid($"{field}.values[{index++}]", value, NameRules.LabelValue(value));
    }
}

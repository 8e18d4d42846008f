using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Tolerations and taints.</summary>
internal static class TolerationRules
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    public static void Check(Findings found, JsonNode? spec, string field, bool numeric = false)
    {
        var index = 0;
        foreach (var item in spec.Objects("tolerations"))
            One(found, item, $"{field}[{index++}]", numeric);
    }

    public static void Taints(Findings found, JsonNode? spec, string field)
    {
        var pairs = new HashSet<(string? Key, string? Effect)>();
        var index = 0;
        foreach (var taint in spec.Objects("taints"))
        {
            var at = $"{field}[{index++}]";
            found.Invalid(at + ".key", taint.Text("key") ?? "", NameRules.Qualified(taint.Text("key") ?? ""));
            found.Invalid(at + ".value", taint.Text("value") ?? "", NameRules.LabelValue(taint.Text("value") ?? ""));
            Effect(found, taint.Text("effect"), at + ".effect");
            if (!pairs.Add((taint.Text("key"), taint.Text("effect"))))
                found.Duplicate(at, taint, "taints must be unique by key and effect pair");
        }
    }

    private static void Effect(Findings found, string? effect, string field)
    {
        if (effect is null or "")
            found.Required(field);
        else
            found.OneOf(field, effect, Effects);
    }

    private static void One(Findings found, JsonObject item, string field, bool numeric)
    {
        var key = item.Text("key") ?? "";
        var verb = item.Text("operator") ?? "";
        if (key.Length > 0)
            found.Invalid(field + ".key", key, NameRules.Qualified(key));
        else if (verb != "Exists")
            found.Invalid(field + ".operator", verb, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        if (item["tolerationSeconds"] is not null && item.Text("effect") != "NoExecute")
            found.Invalid(field + ".effect", item.Text("effect") ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set");
        switch (verb)
        {
            case "Equal" or "":
                found.Invalid(field + ".operator", item.Text("value") ?? "", NameRules.LabelValue(item.Text("value") ?? ""));
                break;
            case "Exists":
                if (item.Text("value") is { Length: > 0 } value)
                    found.Invalid(field + ".operator", value, "value must be empty when `operator` is 'Exists'");
                break;
            default:
                found.NotSupported(field + ".operator", verb, numeric && verb is "Gt" or "Lt" ? ["Equal", "Exists", "Lt", "Gt"] : ["Equal", "Exists"]);
                break;
        }

        if (item.Text("effect") is { Length: > 0 } effect)
            found.OneOf(field + ".effect", effect, Effects);
    }
}

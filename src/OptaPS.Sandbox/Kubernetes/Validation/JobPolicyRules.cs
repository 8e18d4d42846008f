using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>When a job counts as failed or done: limits per index, rules for failed pods, rules for success.</summary>
internal static class JobPolicyRules
{
    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];

    public static void Check(Findings found, JsonObject spec, string field)
    {
        var indexed = spec.Text("completionMode") == "Indexed";
        found.NotNegative(field + ".backoffLimitPerIndex", spec["backoffLimitPerIndex"]);
        found.NotNegative(field + ".maxFailedIndexes", spec["maxFailedIndexes"]);
        if (spec.Text("managedBy") is { } manager)
            found.Invalid(field + ".managedBy", manager, NameRules.DomainPath(manager));
        found.OneOf(field + ".completionMode", spec.Text("completionMode"), "NonIndexed", "Indexed");
        if (indexed && spec.Number("parallelism") is { } many and > 100_000)
            found.Invalid(field + ".parallelism", many, "must be less than or equal to 100000 when completion mode is Indexed");
        if (indexed && spec["completions"] is null)
            found.Required(field + ".completions", "when completion mode is Indexed");
        if (spec.Number("maxFailedIndexes") is { } failures)
        {
            if (indexed && spec.Number("completions") is { } total && failures > total)
                found.Invalid(field + ".maxFailedIndexes", failures, "must be less than or equal to completions");
            if (spec["backoffLimitPerIndex"] is null)
                found.Required(field + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }

        if (!indexed)
        {
            foreach (var name in new[] { "backoffLimitPerIndex", "maxFailedIndexes" })
            {
                if (spec[name] is { } number)
                    found.Invalid($"{field}.{name}", number, "requires indexed completion mode");
            }
        }

        Failures(found, spec, field + ".podFailurePolicy");
        Success(found, spec, field + ".successPolicy", indexed);
        found.OneOf(field + ".podReplacementPolicy", spec.Text("podReplacementPolicy"), "Failed", "TerminatingOrFailed");
    }

    private static void Failures(Findings found, JsonObject spec, string field)
    {
        if (spec.Map("podFailurePolicy") is not { } policy)
            return;
        if (spec.Text("template", "spec", "restartPolicy") is { } restart and not "Never")
            found.Invalid(field, restart, "only \"Never\" is supported when podFailurePolicy is specified");
        var containers = new[] { "containers", "initContainers" }.SelectMany(list => spec.Objects("template", "spec", list)).Select(item => item.Text("name") ?? "").ToHashSet(StringComparer.Ordinal);
        var index = 0;
        foreach (var rule in policy.Objects("rules"))
        {
            var at = $"{field}.rules[{index++}]";
            var action = rule.Text("action") ?? "";
            if (action.Length == 0)
                found.Required(at + ".action", "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
            else if (action == "FailIndex" && spec["backoffLimitPerIndex"] is null)
                found.Invalid(at + ".action", action, "requires the backoffLimitPerIndex to be set");
            else
                found.OneOf(at + ".action", action, Actions);
            var codes = rule.Map("onExitCodes");
            var conditions = rule.Objects("onPodConditions").ToList();
            if (codes is not null)
                Codes(found, codes, at + ".onExitCodes", containers);
            for (var i = 0; i < conditions.Count; i++)
                Condition(found, conditions[i], $"{at}.onPodConditions[{i}]");
            if (codes is null && conditions.Count == 0)
                found.InvalidWithoutValue(at, "specifying one of OnExitCodes and OnPodConditions is required");
            else if (codes is not null && conditions.Count > 0)
                found.InvalidWithoutValue(at, "specifying both OnExitCodes and OnPodConditions is not supported");
        }
    }

    private static void Codes(Findings found, JsonObject codes, string field, HashSet<string> containers)
    {
        var verb = codes.Text("operator") ?? "";
        if (verb.Length == 0)
            found.Required(field + ".operator", "valid values: [\"In\" \"NotIn\"]");
        else
            found.OneOf(field + ".operator", verb, "In", "NotIn");
        if (codes.Text("containerName") is { } name && !containers.Contains(name))
            found.Invalid(field + ".containerName", name, "must be one of the container or initContainer names in the pod template");
        var values = codes.List("values")?.Select(value => value.Number() ?? 0).ToList() ?? [];
        if (values.Count == 0)
            found.Invalid(field + ".values", new JsonArray(), "at least one value is required");
        var ordered = true;
        for (var i = 0; i < values.Count; i++)
        {
            if (verb == "In" && values[i] == 0)
                found.Invalid($"{field}.values[{i}]", 0L, "must not be 0 for the In operator");
            if (values.IndexOf(values[i]) < i)
                found.Duplicate($"{field}.values[{i}]", values[i]);
            ordered &= i == 0 || values[i - 1] <= values[i];
        }

        if (!ordered)
            found.Invalid(field + ".values", codes["values"], "must be ordered");
    }

    private static void Condition(Findings found, JsonObject condition, string field)
    {
        found.Invalid(field + ".type", condition.Text("type") ?? "", NameRules.Qualified(condition.Text("type") ?? ""));
        if (condition.Text("status") is null or "")
            found.Required(field + ".status", "valid values: [\"False\" \"True\" \"Unknown\"]");
        else
            found.OneOf(field + ".status", condition.Text("status"), "False", "True", "Unknown");
    }

    private static void Success(Findings found, JsonObject spec, string field, bool indexed)
    {
        if (spec.Map("successPolicy") is not { } policy)
            return;
        if (!indexed)
        {
            found.Invalid(field, policy, "requires indexed completion mode");
            return;
        }

        var rules = policy.Objects("rules").ToList();
        if (rules.Count == 0)
            found.Required(field + ".rules", "at least one rules must be specified when the successPolicy is specified");
        for (var i = 0; i < rules.Count; i++)
        {
            var at = $"{field}.rules[{i}]";
            if (rules[i]["succeededCount"] is null && rules[i]["succeededIndexes"] is null)
                found.Required(at, "at least one of succeededCount or succeededIndexes must be specified");
            if (rules[i].Text("succeededIndexes") is { } list && Largest(list) is { } largest && largest >= (spec.Number("completions") ?? 0))
                found.Invalid(at + ".succeededIndexes", list, $"error parsing succeededIndexes: too large index: \"{largest}\"");
            found.NotNegative(at + ".succeededCount", rules[i]["succeededCount"]);
        }
    }

    private static long? Largest(string list)
    {
        long? largest = null;
        foreach (var part in list.Split(',', '-'))
        {
            if (long.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) && (largest is null || index > largest))
                largest = index;
        }

        return largest;
    }
}

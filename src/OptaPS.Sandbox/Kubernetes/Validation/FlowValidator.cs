using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Priority of requests: flow schemas and priority levels.</summary>
internal sealed class FlowValidator : IKindValidator
{
    private const string Group = "flowcontrol.apiserver.k8s.io/";

    public IReadOnlyList<string> Storages { get; } = [Group + "flowschemas", Group + "prioritylevelconfigurations"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        if (body.Text("kind") == "FlowSchema")
            Schema(found, spec);
        else
            Level(found, spec);
        return found;
    }

    private static void Schema(Findings found, JsonObject spec)
    {
        if (spec.Number("matchingPrecedence") is { } precedence)
        {
            if (precedence <= 0)
                found.Invalid("spec.matchingPrecedence", precedence, "must be a positive value");
            if (precedence > 10_000)
                found.Invalid("spec.matchingPrecedence", precedence, "must not be greater than 10000");
        }

        if (spec.Map("distinguisherMethod") is { } method && method.Text("type") is not ("ByNamespace" or "ByUser"))
            found.NotSupported("spec.distinguisherMethod.type", method, "ByNamespace", "ByUser");
        var level = spec.Text("priorityLevelConfiguration", "name") ?? "";
        if (level.Length == 0)
            found.Required("spec.priorityLevelConfiguration.name", "must reference a priority level");
        else
            found.Invalid("spec.priorityLevelConfiguration.name", level, NameRules.Subdomain(level));
        var index = 0;
        foreach (var rule in spec.Objects("rules"))
            Rule(found, rule, $"spec.rules[{index++}]");
    }

    private static void Rule(Findings found, JsonObject rule, string field)
    {
        var subjects = rule.Objects("subjects").ToList();
        if (subjects.Count == 0)
            found.Required(field + ".subjects", "subjects must contain at least one value");
        for (var i = 0; i < subjects.Count; i++)
            Subject(found, subjects[i], $"{field}.subjects[{i}]");
        if (rule.List("resourceRules") is null or { Count: 0 } && rule.List("nonResourceRules") is null or { Count: 0 })
            found.Required(field, "at least one of resourceRules and nonResourceRules has to be non-empty");
        var index = 0;
        foreach (var item in rule.Objects("resourceRules"))
        {
            var at = $"{field}.resourceRules[{index++}]";
            Needed(found, item, at, "verbs", "verbs must contain at least one value");
            Needed(found, item, at, "apiGroups", "resource rules must supply at least one api group");
            Needed(found, item, at, "resources", "resource rules must supply at least one resource");
            if (!item.Flag("clusterScope"))
                Needed(found, item, at, "namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
        }

        index = 0;
        foreach (var item in rule.Objects("nonResourceRules"))
        {
            var at = $"{field}.nonResourceRules[{index++}]";
            Needed(found, item, at, "verbs", "verbs must contain at least one value");
            Needed(found, item, at, "nonResourceURLs", "nonResourceURLs must contain at least one value");
        }
    }

    private static void Subject(Findings found, JsonObject subject, string field)
    {
        var kind = subject.Text("kind") ?? "";
        var member = kind switch { "User" => "user", "Group" => "group", "ServiceAccount" => "serviceAccount", _ => "" };
        if (member.Length == 0)
            found.NotSupported(field + ".kind", kind, "Group", "ServiceAccount", "User");
        else if (subject.Map(member) is null)
            found.Required($"{field}.{member}", $"{member} is required when subject kind is '{kind}'");
        else if (subject.Text(member, "name") is null or "")
            found.Required($"{field}.{member}.name");
    }

    private static void Needed(Findings found, JsonObject item, string field, string member, string why)
    {
        if (item.List(member) is null or { Count: 0 })
            found.Required($"{field}.{member}", why);
    }

    private static void Level(Findings found, JsonObject spec)
    {
        var type = spec.Text("type") ?? "";
        if (type is not ("Exempt" or "Limited"))
        {
            found.NotSupported("spec.type", type, "Exempt", "Limited");
            return;
        }

        if (type == "Exempt")
        {
            if (spec["limited"] is not null)
                found.Forbidden("spec.limited", "must be nil if the type is not Limited");
            return;
        }

        if (spec.Map("limited") is not { } limited)
        {
            found.Required("spec.limited", "must not be empty when type is Limited");
            return;
        }

        found.NotNegative("spec.limited.nominalConcurrencyShares", limited["nominalConcurrencyShares"]);
        var response = limited.Text("limitResponse", "type") ?? "";
        if (response is not ("Queue" or "Reject"))
            found.NotSupported("spec.limited.limitResponse.type", response, "Queue", "Reject");
        else if (response == "Reject" && limited.At("limitResponse", "queuing") is not null)
            found.Forbidden("spec.limited.limitResponse.queuing", "must be nil if limited.limitResponse.type is not Limited");
        else if (response == "Queue" && limited.At("limitResponse", "queuing") is null)
            found.Required("spec.limited.limitResponse.queuing", "must not be empty if limited.limitResponse.type is Limited");
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>A pod spec, wherever it is written.</summary>
internal static class PodSpecRules
{
    public static void Check(Findings found, JsonNode? spec, string field)
    {
        var volumes = VolumeRules.Check(found, spec, field + ".volumes");
        ContainerRules.Check(found, spec, field, volumes);
        found.OneOf(field + ".restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        found.OneOf(field + ".dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        SelectorRules.Labels(found, spec.At("nodeSelector"), field + ".nodeSelector");
        foreach (var name in new[] { "runAsUser", "runAsGroup", "fsGroup" })
            found.Between($"{field}.securityContext.{name}", spec.At("securityContext", name), 0, int.MaxValue);
        AffinityRules.Check(found, spec.At("affinity"), field + ".affinity");
        var index = 0;
        foreach (var constraint in spec.Objects("topologySpreadConstraints"))
            Spread(found, constraint, $"{field}.topologySpreadConstraints[{index++}]");
        Name(found, spec, field, "serviceAccountName", NameRules.Subdomain);
        Name(found, spec, field, "nodeName", NameRules.Subdomain);
        found.Between(field + ".activeDeadlineSeconds", spec.At("activeDeadlineSeconds"), 1, int.MaxValue);
        Name(found, spec, field, "hostname", NameRules.Label);
        Name(found, spec, field, "subdomain", NameRules.Label);
        TolerationRules.Check(found, spec, field + ".tolerations");
        index = 0;
        foreach (var alias in spec.Objects("hostAliases"))
            Alias(found, alias, $"{field}.hostAliases[{index++}]");
        Name(found, spec, field, "priorityClassName", NameRules.Subdomain);
        Name(found, spec, field, "runtimeClassName", NameRules.Subdomain);
    }

    private static void Name(Findings found, JsonNode? spec, string field, string member, Func<string, IEnumerable<string>> rule)
    {
        if (spec.Text(member) is { Length: > 0 } value)
            found.Invalid(field + "." + member, value, rule(value));
    }

    private static void Spread(Findings found, JsonObject constraint, string field)
    {
        if (constraint.Number("maxSkew") is null or <= 0)
            found.Invalid(field + ".maxSkew", constraint.Number("maxSkew") ?? 0, "must be greater than zero");
        if (constraint.Text("topologyKey") is null or "")
            found.Required(field + ".topologyKey", "can not be empty");
        found.OneOf(field + ".whenUnsatisfiable", constraint.Text("whenUnsatisfiable") ?? "", "DoNotSchedule", "ScheduleAnyway");
    }

    private static void Alias(Findings found, JsonObject alias, string field)
    {
        found.Invalid(field + ".ip", alias.Text("ip") ?? "", AddressRules.Ip(alias.Text("ip") ?? ""));
        var index = 0;
        foreach (var name in alias.Texts("hostnames"))
            found.Invalid($"{field}.hostnames[{index++}]", name, NameRules.Subdomain(name));
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>A pod spec, wherever it is written.</summary>
internal static class PodSpecRules
{
    public static void Check(Findings found, JsonNode? spec, string field, bool template = true)
    {
        Claims(found, spec, field + ".resourceClaims");
        var volumes = VolumeRules.Check(found, spec, field + ".volumes");
        ContainerRules.Check(found, spec, field, volumes);
        if (spec.List("ephemeralContainers") is { Count: > 0 })
            found.Forbidden(field + ".ephemeralContainers", template ? "ephemeral containers not allowed in pod template" : "cannot be set on create");
        ResourceRules.Names(found, spec.Map("resources", "limits"), field + ".resources.limits");
        found.OneOf(field + ".restartPolicy", spec.Text("restartPolicy"), "Always", "OnFailure", "Never");
        found.OneOf(field + ".dnsPolicy", spec.Text("dnsPolicy"), "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        SelectorRules.Labels(found, spec.At("nodeSelector"), field + ".nodeSelector");
        SecurityContextRules.Pod(found, spec, field + ".securityContext");
        AffinityRules.Check(found, spec.At("affinity"), field + ".affinity");
        DnsRules.Check(found, spec, field + ".dnsConfig");
        Gates(found, spec, field);
        SpreadRules.Check(found, spec, field + ".topologySpreadConstraints");
        Name(found, spec, field, "serviceAccountName", NameRules.Subdomain);
        Name(found, spec, field, "nodeName", NameRules.Subdomain);
        found.Between(field + ".activeDeadlineSeconds", spec.At("activeDeadlineSeconds"), 1, int.MaxValue);
        Name(found, spec, field, "hostname", NameRules.Label);
        Name(found, spec, field, "subdomain", NameRules.Label);
        TolerationRules.Check(found, spec, field + ".tolerations", numeric: true);
        var index = 0;
        foreach (var alias in spec.Objects("hostAliases"))
            Alias(found, alias, $"{field}.hostAliases[{index++}]");
        Name(found, spec, field, "priorityClassName", NameRules.Subdomain);
        Name(found, spec, field, "runtimeClassName", NameRules.Subdomain);
        found.OneOf(field + ".os", spec.Text("os", "name"), "linux", "windows");
    }

    private static void Name(Findings found, JsonNode? spec, string field, string member, Func<string, IEnumerable<string>> rule)
    {
        if (spec.Text(member) is { Length: > 0 } value)
            found.Invalid(field + "." + member, value, rule(value));
    }

    private static void Gates(Findings found, JsonNode? spec, string field)
    {
        var index = 0;
        foreach (var gate in spec.Objects("readinessGates"))
            found.Invalid($"{field}.readinessGates[{index++}].conditionType", gate.Text("conditionType") ?? "", NameRules.Qualified(gate.Text("conditionType") ?? ""));
        var names = new HashSet<string>(StringComparer.Ordinal);
        index = 0;
        foreach (var gate in spec.Objects("schedulingGates"))
        {
            var at = $"{field}.schedulingGates[{index++}]";
            var name = gate.Text("name") ?? "";
            found.Invalid(at, name, NameRules.Qualified(name));
            if (!names.Add(name))
                found.Duplicate(at, name);
        }
    }

    private static void Claims(Findings found, JsonNode? spec, string field)
    {
        var index = 0;
        foreach (var claim in spec.Objects("resourceClaims"))
        {
            var at = $"{field}[{index++}]";
            var name = claim.Text("name") ?? "";
            if (name.Length == 0)
                found.Required(at + ".name");
            else
                found.Invalid(at + ".name", name, NameRules.Label(name));
            if (claim["resourceClaimName"] is null == claim["resourceClaimTemplateName"] is null)
            {
                found.Invalid(at, claim, claim["resourceClaimName"] is null
                    ? "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
                    : "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            }
        }
    }

    private static void Alias(Findings found, JsonObject alias, string field)
    {
        found.Invalid(field + ".ip", alias.Text("ip") ?? "", AddressRules.Ip(alias.Text("ip") ?? ""));
        var index = 0;
        foreach (var name in alias.Texts("hostnames"))
            found.Invalid($"{field}.hostnames[{index++}]", name, NameRules.Subdomain(name));
    }
}

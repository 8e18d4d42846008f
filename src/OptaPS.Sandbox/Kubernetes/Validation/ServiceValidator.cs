using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Services: ports, type, addresses, traffic policies, what may not change.</summary>
internal sealed class ServiceValidator : IKindValidator
{
    private const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";

    public IReadOnlyList<string> Storages { get; } = ["/services"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        var spec = body.Map("spec") ?? [];
        var type = spec.Text("type");
        var headless = spec.Text("clusterIP") == "None";
        if (old is not null)
            ServiceChange.Check(found, spec, old.Map("spec") ?? []);
        var ports = spec.Objects("ports").ToList();
        if (ports.Count == 0 && type != "ExternalName" && !headless)
            found.Required("spec.ports");
        if (headless && type is "NodePort" or "LoadBalancer" && headless)
            found.Invalid("spec.clusterIPs[0]", "None", $"may not be set to 'None' for {type} services");
        if (type == "ExternalName")
            External(found, spec);
        if (body.Annotation(SourceRanges) is { } given)
        {
            foreach (var range in given.Split(','))
                found.Invalid($"metadata.annotations[{SourceRanges}]", range.Trim(), AddressRules.Network(range.Trim()));
        }

        Ports(found, ports, headless);
        SelectorRules.Labels(found, spec["selector"], "spec.selector");
        found.OneOf("spec.sessionAffinity", spec.Text("sessionAffinity"), "ClientIP", "None");
        if (spec.Text("sessionAffinity") == "ClientIP" && spec.Number("sessionAffinityConfig", "clientIP", "timeoutSeconds") is <= 0 or > 86400)
            found.Invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", spec.At("sessionAffinityConfig", "clientIP", "timeoutSeconds"), "must be greater than 0 and less than 86400");
        ServiceAddressRules.Check(found, spec, type, old is null);
        found.OneOf("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        NodePorts(found, ports, type);
        Ranges(found, spec);
        Traffic(found, spec, type);
        var index = 0;
        foreach (var ingress in body.Objects("status", "loadBalancer", "ingress"))
        {
            if (ingress.Text("ip") is { Length: > 0 } && ingress["ipMode"] is null)
                found.Required($"status.loadBalancer.ingress[{index}].ipMode", "must be specified when `ip` is set");
            index++;
        }

        return found;
    }

    private static void External(Findings found, JsonObject spec)
    {
        var name = (spec.Text("externalName") ?? "").TrimEnd('.');
        if (name.Length == 0)
            found.Required("spec.externalName");
        else
            found.Invalid("spec.externalName", name, NameRules.Subdomain(name));
    }

    private static void Ports(Findings found, List<JsonObject> ports, bool headless)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var (port, at) = (ports[i], $"spec.ports[{i}]");
            var name = port.Text("name") ?? "";
            if (name.Length > 0)
            {
                found.Invalid(at + ".name", name, NameRules.Label(name));
                if (!names.Add(name))
                    found.Duplicate(at + ".name", name);
            }
            else if (ports.Count > 1)
            {
                found.Required(at + ".name");
            }

            found.Port(at + ".port", port["port"] ?? 0L);
            found.OneOf(at + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            found.PortOrName(at + ".targetPort", port["targetPort"]);
            if (port.Text("appProtocol") is { } protocol)
                found.Invalid(at + ".appProtocol", protocol, NameRules.Qualified(protocol));
            if (headless && !JsonWrite.Same(port["targetPort"], port["port"]) && port["targetPort"] is null)
                found.Invalid(at + ".targetPort", port["targetPort"], "must be equal to the value of 'port' when clusterIP = None");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            if (!seen.Add($"{ports[i].Text("protocol")}/{ports[i].Number("port")}"))
                found.Duplicate($"spec.ports[{i}]", ports[i]);
        }
    }

    private static void NodePorts(Findings found, List<JsonObject> ports, string? type)
    {
        for (var i = 0; i < ports.Count; i++)
        {
            if (type == "ClusterIP" && (ports[i].Number("nodePort") ?? 0) != 0)
                found.Forbidden($"spec.ports[{i}].nodePort", $"may not be used when `type` is '{type}'");
        }
    }

    private static void Ranges(Findings found, JsonObject spec)
    {
        if (spec.Text("type") != "LoadBalancer" && spec.List("loadBalancerSourceRanges") is { Count: > 0 })
            found.Forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
        var index = 0;
        foreach (var range in spec.Texts("loadBalancerSourceRanges"))
            found.Invalid($"spec.LoadBalancerSourceRanges[{index++}]", range, AddressRules.ExactNetwork(range.Trim()));
        if (spec.Text("type") == "LoadBalancer")
        {
            if (spec.Text("loadBalancerClass") is { } name)
                found.Invalid("spec.loadBalancerClass", name, NameRules.Qualified(name));
            return;
        }

        foreach (var member in new[] { "allocateLoadBalancerNodePorts", "loadBalancerClass" })
        {
            if (spec[member] is not null)
                found.Forbidden("spec." + member, "may only be used when `type` is 'LoadBalancer'");
        }
    }

    private static void Traffic(Findings found, JsonObject spec, string? type)
    {
        var reachable = type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec.List("externalIPs") is { Count: > 0 });
        if (spec.Text("externalTrafficPolicy") is { } external)
        {
            if (!reachable)
                found.Invalid("spec.externalTrafficPolicy", external, "may only be set for externally-accessible services");
            else
                found.OneOf("spec.externalTrafficPolicy", external, "Cluster", "Local");
        }

        found.OneOf("spec.internalTrafficPolicy", spec.Text("internalTrafficPolicy"), "Cluster", "Local");
        found.OneOf("spec.trafficDistribution", spec.Text("trafficDistribution"), "PreferClose", "PreferSameZone", "PreferSameNode");
        if (spec.Number("healthCheckNodePort") is { } check and not 0 && !(type == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local"))
            found.Invalid("spec.healthCheckNodePort", check, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
}

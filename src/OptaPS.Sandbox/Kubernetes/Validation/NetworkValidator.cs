using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Ingress classes, network policies, end points and their slices.</summary>
internal sealed class NetworkValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["networking.k8s.io/ingressclasses", "networking.k8s.io/networkpolicies", "/endpoints", "discovery.k8s.io/endpointslices"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        switch (body.Text("kind"))
        {
            case "IngressClass":
                Class(found, body, old);
                break;
            case "NetworkPolicy":
                Policy(found, body.Map("spec") ?? []);
                break;
            case "Endpoints":
                Endpoints(found, body);
                break;
            case "EndpointSlice":
                Slice(found, body, old);
                break;
        }

        return found;
    }

    private static void Class(Findings found, JsonObject body, JsonObject? old)
    {
        if (old is not null)
            found.Immutable("spec.controller", body.At("spec", "controller"), old.At("spec", "controller"));
        var controller = body.Text("spec", "controller") ?? "";
        if (controller.Length == 0)
            found.Required("spec.controller");
        else if (!controller.Contains('/', StringComparison.Ordinal))
            found.Invalid("spec.controller", controller, "must be a domain-prefixed path (such as \"acme.io/foo\")");
    }

    private static void Policy(Findings found, JsonObject spec)
    {
        SelectorRules.Check(found, spec["podSelector"], "spec.podSelector");
        foreach (var (rules, peers) in new[] { ("ingress", "from"), ("egress", "to") })
        {
            var index = 0;
            foreach (var rule in spec.Objects(rules))
            {
                var at = $"spec.{rules}[{index++}]";
                var place = 0;
                foreach (var port in rule.Objects("ports"))
                    PolicyPort(found, port, $"{at}.ports[{place++}]");
                place = 0;
                foreach (var peer in rule.Objects(peers))
                    Peer(found, peer, $"{at}.{peers}[{place++}]");
            }
        }

        var types = spec.Texts("policyTypes").ToList();
        for (var i = 0; i < types.Count; i++)
            found.OneOf($"spec.policyTypes[{i}]", types[i], "Ingress", "Egress");
    }

    private static void PolicyPort(Findings found, JsonObject port, string field)
    {
        found.OneOf(field + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
        if (port["port"] is not null)
            found.PortOrName(field + ".port", port["port"]);
        if (port.Number("endPort") is not { } end)
            return;
        if (port.Number("port") is { } start && end < start)
            found.Invalid(field + ".endPort", start, "must be greater than or equal to `port`");
    }

    private static void Peer(Findings found, JsonObject peer, string field)
    {
        foreach (var name in new[] { "podSelector", "namespaceSelector" })
            SelectorRules.Check(found, peer[name], $"{field}.{name}");
        if (peer.Map("ipBlock") is { } block)
        {
            var network = block.Text("cidr") ?? "";
            if (network.Length == 0)
                found.Required(field + ".ipBlock.cidr");
            else
                found.Invalid(field + ".ipBlock.cidr", network, AddressRules.Network(network));
        }

        if (peer.Count == 0)
            found.Required(field, "must specify a peer");
        else if (peer["ipBlock"] is not null && peer.Count > 1)
            found.Forbidden(field, "may not specify both ipBlock and another peer");
    }

    private static void Endpoints(Findings found, JsonObject body)
    {
        var index = 0;
        foreach (var subset in body.Objects("subsets"))
        {
            var at = $"subsets[{index++}]";
            foreach (var list in new[] { "addresses", "notReadyAddresses" })
            {
                var place = 0;
                foreach (var address in subset.Objects(list))
                {
                    var field = $"{at}.{list}[{place++}].ip";
                    var text = address.Text("ip") ?? "";
                    if (!AddressRules.IsIp(text))
                    {
                        found.Invalid(field, text, AddressRules.IpMessage);
                        found.Invalid(field, text, "must be a valid IP address");
                    }
                }
            }

            var number = 0;
            foreach (var port in subset.Objects("ports"))
            {
                var field = $"{at}.ports[{number++}]";
                if (subset.List("ports")!.Count > 1 && port.Text("name") is null or "" && subset.List("ports")!.Count > 1)
                    found.Required(field + ".name");
                found.Port(field + ".port", port["port"] ?? 0L);
                found.OneOf(field + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            }
        }
    }

    private static void Slice(Findings found, JsonObject body, JsonObject? old)
    {
        var type = body.Text("addressType") ?? "";
        if (old is not null && old.Text("addressType") != type)
        {
            found.Invalid("addressType", type, "field is immutable");
            return;
        }

        found.OneOf("addressType", type, "FQDN", "IPv4", "IPv6");
        var index = 0;
        foreach (var endpoint in body.Objects("endpoints"))
        {
            if (endpoint.List("addresses") is null or { Count: 0 })
                found.Required($"endpoints[{index}].addresses", "must contain at least 1 address");
            index++;
        }
    }
}

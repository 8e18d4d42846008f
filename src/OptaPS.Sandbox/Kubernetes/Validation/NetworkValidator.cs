using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Ingress classes and network policies.</summary>
internal sealed class NetworkValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["networking.k8s.io/ingressclasses", "networking.k8s.io/networkpolicies"];

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
        else if (controller.IndexOf('/', StringComparison.Ordinal) is var slash && (slash <= 0 || slash == controller.Length - 1))
            found.Invalid("spec.controller", controller, NameRules.DomainPath(controller));
        else
            found.Invalid("spec.controller", controller[..slash], NameRules.Subdomain(controller[..slash]));
        if (body.Map("spec", "parameters") is { } parameters)
            Parameters(found, parameters, "spec.parameters");
    }

    private static void Parameters(Findings found, JsonObject parameters, string field)
    {
        if (parameters.Text("apiGroup") is { Length: > 0 } group)
            found.Invalid(field + ".apiGroup", group, NameRules.Subdomain(group));
        foreach (var member in new[] { "kind", "name" })
        {
            if (parameters.Text(member) is null or "")
                found.Required($"{field}.{member}");
            else
                found.Invalid($"{field}.{member}", parameters.Text(member), NameRules.PathSegment(parameters.Text(member)!));
        }

        var scope = parameters.Text("scope") ?? "";
        if (scope.Length == 0)
            found.Required(field + ".scope");
        else
            found.OneOf(field + ".scope", scope, "Cluster", "Namespace");
        if (scope == "Namespace" && parameters.Text("namespace") is null or "" && scope == "Namespace")
            found.Required(field + ".namespace", "`parameters.scope` is set to 'Namespace'");
        if (scope == "Cluster" && parameters["namespace"] is not null)
            found.Forbidden(field + ".namespace", "`parameters.scope` is set to 'Cluster'");
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
        if (types.Count > 2)
        {
            found.Invalid("spec.policyTypes", spec["policyTypes"], "may not specify more than two policyTypes");
            return;
        }

        for (var i = 0; i < types.Count; i++)
            found.OneOf($"spec.policyTypes[{i}]", types[i], "Ingress", "Egress");
    }

    private static void PolicyPort(Findings found, JsonObject port, string field)
    {
        found.OneOf(field + ".protocol", port.Text("protocol"), "TCP", "UDP", "SCTP");
        if (port["port"] is not null)
            found.PortOrName(field + ".port", port["port"]);
        if (port.Number("endPort") is not { } end)
            return;
        if (port["port"] is null)
            found.Invalid(field + ".endPort", end, "may not be specified when `port` is not specified");
        else if (port.Text("port") is not null)
            found.Invalid(field + ".endPort", end, "may not be specified when `port` is non-numeric");
        else if (port.Number("port") is { } start && end < start)
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
                found.Invalid(field + ".ipBlock.cidr", network, AddressRules.ExactNetwork(network));
            var place = 0;
            foreach (var hole in block.Texts("except"))
            {
                var at = $"{field}.ipBlock.except[{place++}]";
                if (!AddressRules.IsNetwork(hole))
                    found.Invalid(at, hole, AddressRules.NetworkMessage);
                else if (!AddressRules.IsInside(network, hole))
                    found.Invalid(at, hole, "must be a strict subset of `cidr`");
            }
        }

        if (peer.Count == 0)
            found.Required(field, "must specify a peer");
        else if (peer["ipBlock"] is not null && peer.Count > 1)
            found.Forbidden(field, "may not specify both ipBlock and another peer");
    }
}

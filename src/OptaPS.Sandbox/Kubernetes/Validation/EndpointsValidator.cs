using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>End points and their slices.</summary>
internal sealed class EndpointsValidator : IKindValidator
{
    public IReadOnlyList<string> Storages { get; } = ["/endpoints", "discovery.k8s.io/endpointslices"];

    public IEnumerable<FieldError> Validate(JsonObject body, JsonObject? old)
    {
        var found = new Findings();
        if (body.Text("kind") == "EndpointSlice")
            Slice(found, body, old);
        else
            Endpoints(found, body);
        return found;
    }

    private static void Endpoints(Findings found, JsonObject body)
    {
        var index = 0;
        foreach (var subset in body.Objects("subsets"))
        {
            var at = $"subsets[{index++}]";
            if (subset.List("addresses") is null or { Count: 0 } && subset.List("notReadyAddresses") is null or { Count: 0 })
                found.Required(at, "must specify `addresses` or `notReadyAddresses`");
            foreach (var list in new[] { "addresses", "notReadyAddresses" })
            {
                var place = 0;
                foreach (var address in subset.Objects(list))
                    Address(found, address, $"{at}.{list}[{place++}]");
            }

            var number = 0;
            foreach (var port in subset.Objects("ports"))
            {
                var field = $"{at}.ports[{number++}]";
                if (subset.List("ports")!.Count > 1 && port.Text("name") is null or "" && subset.List("ports")!.Count > 1)
                    found.Required(field + ".name");
                found.Port(field + ".port", port["port"] ?? 0L);
                found.OneOf(field + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
                if (port.Text("appProtocol") is { } protocol)
                    found.Invalid(field + ".appProtocol", protocol, NameRules.Qualified(protocol));
            }
        }
    }

    private static void Address(Findings found, JsonObject address, string field)
    {
        var text = address.Text("ip") ?? "";
        if (!AddressRules.IsIp(text))
        {
            found.Invalid(field + ".ip", text, AddressRules.IpMessage);
            found.Invalid(field + ".ip", text, "must be a valid IP address");
        }

        if (address.Text("hostname") is { Length: > 0 } host)
            found.Invalid(field + ".hostname", host, NameRules.Label(host));
        if (address.Text("nodeName") is { } node)
            found.Invalid(field + ".nodeName", node, NameRules.Subdomain(node));
        found.Invalid(field + ".ip", text, AddressRules.NotSpecial(text));
    }

    private static void Slice(Findings found, JsonObject body, JsonObject? old)
    {
        var type = body.Text("addressType") ?? "";
        if (old is not null && old.Text("addressType") != type)
        {
            found.Invalid("addressType", type, "field is immutable");
            return;
        }

        if (type.Length == 0)
            found.Required("addressType");
        else
            found.OneOf("addressType", type, "FQDN", "IPv4", "IPv6");
        var index = 0;
        foreach (var endpoint in body.Objects("endpoints"))
            Endpoint(found, endpoint, $"endpoints[{index++}]", type);
        var names = new HashSet<string>(StringComparer.Ordinal);
        index = 0;
        foreach (var port in body.Objects("ports"))
        {
            var at = $"ports[{index++}]";
            var name = port.Text("name") ?? "";
            if (name.Length > 0)
                found.Invalid(at + ".name", name, NameRules.Label(name));
            if (!names.Add(name))
                found.Duplicate(at + ".name", name);
            found.OneOf(at + ".protocol", port.Text("protocol"), "SCTP", "TCP", "UDP");
            if (port.Text("appProtocol") is { } protocol)
                found.Invalid(at + ".appProtocol", protocol, NameRules.Qualified(protocol));
        }
    }

    private static void Endpoint(Findings found, JsonObject endpoint, string field, string type)
    {
        var addresses = endpoint.Texts("addresses").ToList();
        if (addresses.Count == 0)
            found.Required(field + ".addresses", "must contain at least 1 address");
        for (var i = 0; i < addresses.Count; i++)
        {
            var at = $"{field}.addresses[{i}]";
            if (type == "FQDN")
            {
                found.Invalid(at, addresses[i], NameRules.Subdomain(addresses[i]));
                continue;
            }

            if (!AddressRules.IsIp(addresses[i]))
                found.Invalid(at, addresses[i], AddressRules.IpMessage);
            else if (type is "IPv4" or "IPv6" && AddressRules.IsV6(addresses[i]) != (type == "IPv6"))
                found.Invalid(field + ".addresses", addresses[i], $"must be an {type} address");
            found.Invalid(at, addresses[i], AddressRules.NotSpecial(addresses[i]));
        }

        if (endpoint.Text("nodeName") is { } node)
            found.Invalid(field + ".nodeName", node, NameRules.Subdomain(node));
        if (endpoint.Text("hostname") is { } host)
            found.Invalid(field + ".hostname", host, NameRules.Label(host));
        var index = 0;
        foreach (var zone in endpoint.Objects("hints", "forZones"))
            found.Invalid($"{field}.hints.forZones[{index++}].name", zone.Text("name") ?? "", NameRules.LabelValue(zone.Text("name") ?? ""));
    }
}

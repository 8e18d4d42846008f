using OptaPS.Configuration.Catalog;
using OptaPS.Configuration.Values;
using OptaPS.Configuration.Yaml;

namespace OptaPS.Configuration.Validation;

/// <summary>The rules that only one module type has.</summary>
internal static class SpecialRules
{
    public static (string Input, string Detail)? Violation(RuleSchema rule, ModuleInputs inputs) => rule.Kind switch
    {
        "ports" => Ports(inputs),
        "keyAttributes" => KeyAttributes(inputs),
        "cloudfrontOrigin" => CloudfrontOrigin(inputs),
        "redisFamily" => RedisFamily(inputs),
        "vpnRange" => inputs["client_cidr_block"] is ConfigScalar range && Ipv4Range.TryParse(range.Text, out var parsed) && parsed.Prefix is < 12 or > 22 ? ("client_cidr_block", $"The range for clients has the size /{parsed.Prefix}.") : null,
        _ => throw new InvalidOperationException($"Unknown rule '{rule.Kind}' in a schema."),
    };

    private static (string Input, string Detail)? Ports(ModuleInputs inputs)
    {
        if (inputs["ports"] is not ConfigList list)
        {
            return inputs.IsWritten("probe_port") ? ("probe_port", "The input 'probe_port' needs 'ports'.") : null;
        }

        var ports = list.Items.OfType<ConfigMap>().ToList();
        foreach (var key in (string[])["name", "port"])
        {
            var repeated = ports.Select(port => port.FindString(key)).OfType<string>().GroupBy(text => text, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
            if (repeated is not null)
            {
                return ("ports", $"The {(key == "name" ? "port name" : "container port")} {Quote.Of(repeated.Key)} occurs twice.");
            }
        }

        var service = ports.Select(port => port.FindString("service_port") ?? (port.FindString("type") == "http" ? "80" : port.FindString("port"))).OfType<string>()
            .GroupBy(text => text, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (ports.Count(port => port.FindString("type") == "http") > 1)
        {
            return ("ports", "More than one port has the type http.");
        }

        if (service is not null)
        {
            return ("ports", $"The port {service.Key} of the Service occurs twice.");
        }

        if (ports.Find(port => port["protocol"] is not null && port.FindString("type") == "tcp") is { } tcp)
        {
            return ("ports", $"The port {Quote.Of(tcp.FindString("name") ?? string.Empty)} has a protocol, which only http ports have.");
        }

        return inputs["probe_port"] is ConfigScalar probe && !ports.Exists(port => port.FindString("name") == probe.Text)
            ? ("probe_port", $"No port is named {Quote.Of(probe.Text)}.")
            : null;
    }

    private static (string Input, string Detail)? KeyAttributes(ModuleInputs inputs)
    {
        if (inputs["hash_key"] is not ConfigScalar hash || inputs["attributes"] is not ConfigList list || list.Items.Any(item => (item as ConfigMap)?.FindString("name") is null))
        {
            return null;
        }

        var keys = new List<string> { hash.Text };
        if (inputs["range_key"] is ConfigScalar range)
        {
            keys.Add(range.Text);
        }

        var names = list.Items.OfType<ConfigMap>().Select(item => item.FindString("name")!).ToList();
        return names.Except(keys, StringComparer.Ordinal).FirstOrDefault() is { } extra ? ("attributes", $"The attribute {Quote.Of(extra)} is no key of the table.")
            : keys.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } missing ? ("attributes", $"The key {Quote.Of(missing)} has no attribute.")
            : names.Count != keys.Count ? ("attributes", "An attribute occurs twice.") : null;
    }

    private static (string Input, string Detail)? CloudfrontOrigin(ModuleInputs inputs)
    {
        var links = (inputs["links"] as ConfigList)?.Count ?? 0;
        var own = inputs.IsWritten("bucket_name") || inputs.IsWritten("origin_access_identity_path");
        return (links, own) switch
        {
            (1, false) => null,
            (0, true) when inputs.IsWritten("bucket_name") && inputs.IsWritten("origin_access_identity_path") => null,
            (0, true) => (inputs.IsWritten("bucket_name") ? "bucket_name" : "origin_access_identity_path", "The bucket and its access identity are given together."),
            (0, false) => ("links", "The distribution has no origin."),
            _ => ("links", "The distribution has more than one origin."),
        };
    }

    private static (string Input, string Detail)? RedisFamily(ModuleInputs inputs) =>
        inputs["sku_name"] is ConfigScalar sku && inputs["family"] is ConfigScalar family && (sku.Text == "premium") != (family.Text == "P")
            ? (inputs.IsWritten("family") ? "family" : "sku_name", $"The family {family.Text} does not go with the tier {sku.Text}.")
            : null;
}

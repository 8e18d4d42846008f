using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>Name resolution of a pod.</summary>
internal static partial class DnsRules
{
    private const string SearchMessage = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";

    public static void Check(Findings found, JsonNode? spec, string field)
    {
        var servers = spec.Texts("dnsConfig", "nameservers").ToList();
        if (spec.Text("dnsPolicy") == "None")
        {
            if (spec.Map("dnsConfig") is null)
            {
                found.Required(field, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }

            if (servers.Count == 0)
            {
                found.Required(field + ".nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }

        if (servers.Count > 3)
            found.Invalid(field + ".nameservers", spec.At("dnsConfig", "nameservers"), "must not have more than 3 nameservers");
        for (var i = 0; i < servers.Count; i++)
            found.Invalid($"{field}.nameservers[{i}]", servers[i], AddressRules.Ip(servers[i]));
        var searches = spec.Texts("dnsConfig", "searches").ToList();
        if (searches.Count > 32)
            found.Invalid(field + ".searches", spec.At("dnsConfig", "searches"), "must not have more than 32 search paths");
        for (var i = 0; i < searches.Count; i++)
        {
            if (searches[i] != "." && !SearchSyntax().IsMatch(searches[i].TrimEnd('.')))
                found.Invalid($"{field}.searches[{i}]", searches[i], SearchMessage);
        }

        var index = 0;
        foreach (var option in spec.Objects("dnsConfig", "options"))
        {
            if (option.Text("name") is null or "")
                found.Required($"{field}.options[{index}]", "must not be empty");
            index++;
        }
    }

    [GeneratedRegex(@"^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SearchSyntax();
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The addresses and address families of a service.</summary>
internal static class ServiceAddressRules
{
    public static void Check(Findings found, JsonObject spec, string? type, bool isNew)
    {
        var index = 0;
        foreach (var address in spec.Texts("externalIPs"))
        {
            var at = $"spec.externalIPs[{index++}]";
            found.Invalid(at, address, AddressRules.IsIp(address) ? AddressRules.NotSpecial(address) : [AddressRules.IpMessage]);
        }

        if (type == "ExternalName")
        {
            foreach (var name in new[] { "clusterIPs", "ipFamilies", "ipFamilyPolicy" })
            {
                if (spec[name] is JsonArray { Count: > 0 } || spec.Text(name) is { Length: > 0 })
                    found.Forbidden("spec." + name, "may not be set for ExternalName services");
            }

            if (spec["clusterIPs"] is null && spec.Text("clusterIP") is { Length: > 0 })
                found.Forbidden("spec.clusterIPs", "may not be set for ExternalName services");
            return;
        }

        Addresses(found, spec);
        Families(found, spec, isNew);
    }

    private static void Addresses(Findings found, JsonObject spec)
    {
        var wanted = spec.Texts("clusterIPs").ToList();
        if (wanted.Count > 0 && spec.Text("clusterIP") is null or "" && wanted.Count > 0)
            found.Invalid("spec.clusterIPs", spec["clusterIPs"], "must be empty when `clusterIP` is not specified");
        if (wanted.Count == 0 && spec.Text("clusterIP") is { Length: > 0 } one)
            wanted.Add(one);
        if (wanted.Count > 1 && wanted[0] == "None")
            found.Invalid("spec.clusterIPs", spec["clusterIPs"], "'None' must be the first and only value");
        var families = spec.Texts("ipFamilies").ToList();
        for (var i = 0; i < wanted.Count; i++)
        {
            var address = wanted[i];
            if (address == "None" && i == 0)
                continue;
            if (!AddressRules.IsIp(address))
                found.Invalid($"spec.clusterIPs[{i}]", address, AddressRules.IpMessage);
            else if (i < families.Count && AddressRules.IsV6(address) != (families[i] == "IPv6"))
                found.Invalid($"spec.clusterIPs[{i}]", address, $"expected an {families[i]} value as indicated by `ipFamilies[{i}]`");
        }
    }

    /// <summary>Clusters of the sandbox have version 4 addresses only.</summary>
    private static void Families(Findings found, JsonObject spec, bool isNew)
    {
        var families = spec.Texts("ipFamilies").ToList();
        var before = found.Count;
        for (var i = 0; i < families.Count; i++)
        {
            found.OneOf($"spec.ipFamilies[{i}]", families[i], "IPv4", "IPv6");
            if (families.IndexOf(families[i]) < i)
                found.Duplicate($"spec.ipFamilies[{i}]", families[i]);
        }

        var policy = spec.Text("ipFamilyPolicy");
        found.OneOf("spec.ipFamilyPolicy", policy, "PreferDualStack", "RequireDualStack", "SingleStack");
        if (found.Count > before)
            return;
        var headless = spec.Text("clusterIP") == "None" || spec.Texts("clusterIPs").FirstOrDefault() == "None";
        if (families.Count > 1 && policy is null or "SingleStack" && families.Count > 1)
            found.Invalid("spec.ipFamilyPolicy", "SingleStack", "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified");
        else if (policy == "RequireDualStack" && !headless)
            found.Invalid("spec.ipFamilyPolicy", "RequireDualStack", "this cluster is not configured for dual-stack services");
        else if (families is ["IPv6", ..] && !headless && isNew)
            found.Invalid("spec.ipFamilies[0]", "IPv6", "not configured on this cluster");
    }
}

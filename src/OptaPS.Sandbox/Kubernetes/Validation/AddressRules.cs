using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OptaPS.Sandbox.Kubernetes.Validation;

/// <summary>The syntax of addresses and networks.</summary>
internal static class AddressRules
{
    public const string IpMessage = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    public const string NetworkMessage = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    public static bool IsIp(string text) => IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3);

    public static bool IsV6(string text) => IsIp(text) && text.Contains(':', StringComparison.Ordinal);

    public static bool IsNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsIp(text[..slash]) && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= (IsV6(text[..slash]) ? 128 : 32);
    }

    /// <summary>A network whose bits behind the prefix are zero.</summary>
    public static IEnumerable<string> ExactNetwork(string text)
    {
        if (!IsNetwork(text))
            return [NetworkMessage];
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = IPAddress.Parse(text[..slash]);
        return IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(address) ? [] : ["must not have bits set beyond the prefix length"];
    }

    /// <summary>Whether the second network is a true part of the first.</summary>
    public static bool IsInside(string outer, string inner) => IPNetwork.TryParse(outer, out var large) && IPNetwork.TryParse(inner, out var small)
        && small.PrefixLength > large.PrefixLength && large.Contains(small.BaseAddress);

    /// <summary>Addresses that no endpoint may have.</summary>
    public static IEnumerable<string> NotSpecial(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
            yield break;
        var bytes = address.GetAddressBytes();
        var v6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return $"may not be unspecified ({text})";
        if (IPAddress.IsLoopback(address))
            yield return "may not be in the loopback range (127.0.0.0/8, ::1/128)";
        if (v6 ? address.IsIPv6LinkLocal : bytes is [169, 254, ..])
            yield return "may not be in the link-local range (169.254.0.0/16, fe80::/10)";
        if (v6 ? bytes is [0xff, 0x02, ..] : bytes is [224, 0, 0, _])
            yield return "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)";
    }

    public static IEnumerable<string> Ip(string text) => IsIp(text) ? [] : [IpMessage];

    public static IEnumerable<string> Network(string text) => IsNetwork(text) ? [] : [NetworkMessage];
}

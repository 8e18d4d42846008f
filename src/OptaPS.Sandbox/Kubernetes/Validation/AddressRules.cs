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

    public static IEnumerable<string> Ip(string text) => IsIp(text) ? [] : [IpMessage];

    public static IEnumerable<string> Network(string text) => IsNetwork(text) ? [] : [NetworkMessage];
}

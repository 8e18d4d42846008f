using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OptaPS.Configuration.Validation;

/// <summary>A range of IPv4 addresses; a single address counts as /32.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Ipv4Range(uint Address, int Prefix)
{
    private uint Mask => Prefix == 0 ? 0 : uint.MaxValue << (32 - Prefix);

    /// <summary>True when no bit behind the prefix is set.</summary>
    public bool IsAligned => (Address & ~Mask) == 0;

    public static bool TryParse(string text, out Ipv4Range range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var prefix = 32;
        if (slash < 0 || text.Count(c => c == '.') != 3 || !IPAddress.TryParse(text[..slash], out var address) || address.AddressFamily != AddressFamily.InterNetwork
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > 32)
        {
            return false;
        }

        range = new Ipv4Range(ToNumber(address), prefix);
        return true;
    }

    /// <summary>Parses a range or a single address.</summary>
    public static bool TryParseEither(string text, out Ipv4Range range) => TryParse(text.Contains('/', StringComparison.Ordinal) ? text : text + "/32", out range);

    public bool Contains(Ipv4Range other) => other.Prefix >= Prefix && (other.Address & Mask) == (Address & Mask);

    public bool Overlaps(Ipv4Range other) => Contains(other) || other.Contains(this);

    private static uint ToNumber(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
    }
}

using System.Net;

namespace OptaPS.Sandbox.Kubernetes.Cel;

/// <summary>A network as written, with the bits behind the prefix.</summary>
/// <param name="Address">The address.</param>
/// <param name="Bits">Length of the prefix.</param>
internal sealed record CelNetwork(IPAddress Address, int Bits)
{
    /// <summary>Only the prefix.</summary>
    public CelNetwork Masked => new(new IPAddress(Prefix(Address, Bits)), Bits);

    /// <summary>Reads <c>10.0.0.0/8</c>; null when it is no network.</summary>
    public static CelNetwork? Read(string text)
    {
        if (!Validation.AddressRules.IsNetwork(text))
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new CelNetwork(IPAddress.Parse(text[..slash]), int.Parse(text.AsSpan(slash + 1), System.Globalization.CultureInfo.InvariantCulture));
    }

    public bool Contains(IPAddress other) => other.AddressFamily == Address.AddressFamily && Prefix(Address, Bits).AsSpan().SequenceEqual(Prefix(other, Bits));

    public bool Contains(CelNetwork other) => other.Bits >= Bits && Contains(other.Address);

    public override string ToString() => $"{Address}/{Bits}";

    private static byte[] Prefix(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xff00 >> Math.Clamp(bits - (i * 8), 0, 8));
        return bytes;
    }
}

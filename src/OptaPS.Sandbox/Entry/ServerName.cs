using System.Buffers.Binary;
using System.Text;

namespace OptaPS.Sandbox.Entry;

/// <summary>Reads the name that a client asks for from the first bytes of its connection.</summary>
internal static class ServerName
{
    /// <summary>The Host header without port; empty when the head is complete without one, null when more bytes are needed.</summary>
    public static string? FromHttpHead(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        foreach (var line in Encoding.ASCII.GetString(bytes[..end]).Split("\r\n"))
        {
            if (line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
            {
                var value = line[5..].Trim();
                var colon = value.LastIndexOf(':');
                return colon > 0 && !value.EndsWith(']') ? value[..colon] : value;
            }
        }

        return "";
    }

    /// <summary>The server name of a TLS ClientHello; empty when there is none, null when more bytes are needed.</summary>
    public static string? FromClientHello(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5)
        {
            return null;
        }

        if (bytes[0] != 22)
        {
            return "";
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (bytes.Length < 5 + length)
        {
            return null;
        }

        try
        {
            return FromHello(bytes.Slice(5, length));
        }
        catch (ArgumentOutOfRangeException)
        {
            return "";
        }
    }

    private static string FromHello(ReadOnlySpan<byte> hello)
    {
        // handshake type 1 + length 3 + version 2 + random 32, then session id, cipher suites and compression methods with their lengths
        var at = 38;
        at += 1 + hello[at..][0];
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(hello[at..]);
        at += 1 + hello[at..][0];
        var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(hello[at..]);
        at += 2;
        while (at + 4 <= end)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(hello[at..]);
            var size = BinaryPrimitives.ReadUInt16BigEndian(hello[(at + 2)..]);
            if (type == 0)
            {
                // list length 2, name type 1, name length 2
                var nameLength = BinaryPrimitives.ReadUInt16BigEndian(hello[(at + 7)..]);
                return Encoding.ASCII.GetString(hello.Slice(at + 9, nameLength));
            }

            at += 4 + size;
        }

        return "";
    }
}

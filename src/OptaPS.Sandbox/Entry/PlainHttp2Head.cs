using System.Buffers.Binary;
using System.Text;

namespace OptaPS.Sandbox.Entry;

/// <summary>Reads the name that a client asks for from the first bytes of an HTTP/2 connection without TLS.</summary>
internal static class PlainHttp2Head
{
    private const int FrameHead = 9;
    private const byte Headers = 1;
    private const byte Padded = 8;
    private const byte HasPriority = 32;

    /// <summary>What such a connection begins with.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>A frame of settings that sets nothing: some clients ask for nothing before they have seen one.</summary>
    public static ReadOnlyMemory<byte> EmptySettings { get; } = new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 };

    /// <summary>The authority of the first request without port; empty when it names none, null when more bytes are needed.</summary>
    public static string? Authority(ReadOnlySpan<byte> bytes)
    {
        for (var at = Preface.Length; at + FrameHead <= bytes.Length;)
        {
            var length = (bytes[at] << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 1)..]);
            var (type, flags) = (bytes[at + 3], bytes[at + 4]);
            if (at + FrameHead + length > bytes.Length)
                return null;
            if (type == Headers)
            {
                var content = bytes.Slice(at + FrameHead, length);
                if ((flags & Padded) != 0)
                    content = content[1..^content[0]];
                if ((flags & HasPriority) != 0)
                    content = content[5..];
                try
                {
                    return WithoutPort(Find(content));
                }
                catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException)
                {
                    return "";
                }
            }

            at += FrameHead + length;
        }

        return null;
    }

    private static string WithoutPort(string value)
    {
        var colon = value.LastIndexOf(':');
        return colon > 0 && !value.EndsWith(']') ? value[..colon] : value;
    }

    /// <summary>Walks over the fields of a header block.</summary>
    private static string Find(ReadOnlySpan<byte> block)
    {
        while (block.Length > 0)
        {
            var first = block[0];
            if ((first & 0x80) != 0)
            {
                Number(ref block, 7);
                continue;
            }

            if ((first & 0xe0) == 0x20)
            {
                Number(ref block, 5);
                continue;
            }

            var index = Number(ref block, (first & 0x40) != 0 ? 6 : 4);
            var name = index == 0 ? Text(ref block) : index == 1 ? ":authority" : "";
            var value = Text(ref block);
            if (name == ":authority")
                return value;
        }

        return "";
    }

    private static int Number(ref ReadOnlySpan<byte> block, int bits)
    {
        var most = (1 << bits) - 1;
        var value = block[0] & most;
        block = block[1..];
        if (value < most)
            return value;
        for (var shift = 0; ; shift += 7)
        {
            var part = block[0];
            block = block[1..];
            value += (part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private static string Text(ref ReadOnlySpan<byte> block)
    {
        var coded = (block[0] & 0x80) != 0;
        var length = Number(ref block, 7);
        var text = coded ? HuffmanText.Read(block[..length]) : Encoding.ASCII.GetString(block[..length]);
        block = block[length..];
        return text;
    }
}

using System.Buffers.Binary;

namespace OptaPS.Sandbox.Charts;

/// <summary>Gzip with stored blocks only: its bytes depend on the content and on nothing else, so digests are the same with every runtime.</summary>
internal static class PlainGzip
{
    private const int LongestBlock = 65535;
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    public static byte[] Write(ReadOnlySpan<byte> content)
    {
        using var target = new MemoryStream();
        target.Write(Header);
        Span<byte> number = stackalloc byte[4];
        for (var at = 0; at < content.Length || at == 0; at += LongestBlock)
        {
            var length = Math.Min(LongestBlock, content.Length - at);
            target.WriteByte(at + length >= content.Length ? (byte)1 : (byte)0);
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(number[2..], (ushort)~length);
            target.Write(number);
            target.Write(content.Slice(at, length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(number, Crc(content));
        target.Write(number);
        BinaryPrimitives.WriteInt32LittleEndian(number, content.Length);
        target.Write(number);
        return target.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> content)
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? 0xedb88320u ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc = table[(crc ^ b) & 0xff] ^ (crc >> 8);
        }

        return ~crc;
    }
}

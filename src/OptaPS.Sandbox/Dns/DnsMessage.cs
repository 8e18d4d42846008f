using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace OptaPS.Sandbox.Dns;

/// <summary>DNS messages (RFC 1035, section 4) as far as a resolver's answers to single questions need them.</summary>
internal static class DnsMessage
{
    private const int HeaderBytes = 12;
    private const ushort AnswerFlags = 0x8180;
    private const int NoSuchName = 3;
    private const uint LifeSeconds = 60;

    /// <summary>The name and type that a message asks for; null when it is no question.</summary>
    public static (string Name, int Type, int End)? ReadQuestion(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes + 5 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
        {
            return null;
        }

        var labels = new List<string>();
        var at = HeaderBytes;
        while (at < message.Length && message[at] != 0)
        {
            var length = message[at];
            if (length > 63 || at + 1 + length > message.Length)
            {
                return null;
            }

            labels.Add(Encoding.ASCII.GetString(message.Slice(at + 1, length)));
            at += 1 + length;
        }

        return at + 5 > message.Length ? null : (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(message[(at + 1)..]), at + 5);
    }

    /// <summary>The answer to a question; <paramref name="records"/> null means that the name does not exist.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> question, int questionEnd, IReadOnlyList<DnsRecord>? records)
    {
        using var answer = new MemoryStream();
        void Word(int value)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
            answer.Write(bytes);
        }

        answer.Write(question[..2]);
        Word(AnswerFlags | (records is null ? NoSuchName : 0));
        Word(1);
        Word(records?.Count ?? 0);
        Word(0);
        Word(0);
        answer.Write(question[HeaderBytes..questionEnd]);
        foreach (var record in records ?? [])
        {
            // The owner's name is the question's, which stands behind the header.
            Word(0xC000 | HeaderBytes);
            Word(record.Type);
            Word(1);
            Word((int)(LifeSeconds >> 16));
            Word((int)(LifeSeconds & 0xFFFF));
            var data = Data(record);
            Word(data.Length);
            answer.Write(data);
        }

        return answer.ToArray();
    }

    private static byte[] Data(DnsRecord record) => record.Type switch
    {
        DnsRecord.Address => IPAddress.Parse(record.Value).GetAddressBytes(),
        DnsRecord.Text => [.. record.Value.Trim('"').Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. Encoding.ASCII.GetBytes(part)])],
        _ => [.. record.Value.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0],
    };
}

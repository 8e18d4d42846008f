using System.Buffers.Binary;
using System.Text;

namespace OptaPS.Clouds.Dns;

/// <summary>The question for a domain's NS records and its answer as DNS messages (RFC 1035, section 4).</summary>
internal static class NameServerMessage
{
    private const int HeaderBytes = 12;
    private const ushort NameServerType = 2;
    private const ushort InternetClass = 1;
    private const ushort RecursionDesired = 0x0100;
    private const ushort TruncatedFlag = 0x0200;
    private const int NoSuchDomain = 3;
    private const int MostJumps = 64;

    /// <summary>A question with the given identifier.</summary>
    public static byte[] Ask(ushort id, string domain)
    {
        var message = new List<byte>(HeaderBytes + domain.Length + 6);
        foreach (var word in new ushort[] { id, RecursionDesired, 1, 0, 0, 0 })
            Add(message, word);
        foreach (var label in domain.TrimEnd('.').Split('.'))
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.Add(0);
        Add(message, NameServerType);
        Add(message, InternetClass);
        return [.. message];
    }

    /// <summary>The name servers in an answer, in small letters without the final dot; empty when the domain has none.</summary>
    /// <param name="answer">The message.</param>
    /// <param name="id">The question's identifier.</param>
    /// <param name="truncated">True when the answer did not fit and has to be asked for over TCP.</param>
    /// <exception cref="FormatException">It is no answer to the question, or the server failed.</exception>
    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> answer, ushort id, out bool truncated)
    {
        if (answer.Length < HeaderBytes || Word(answer, 0) != id)
            throw new FormatException("the answer does not belong to the question");
        truncated = (Word(answer, 2) & TruncatedFlag) != 0;
        var code = Word(answer, 2) & 0xF;
        if (code == NoSuchDomain)
            return [];
        if (truncated)
            return [];
        if (code != 0)
            throw new FormatException($"the server answered with code {code}");

        var at = HeaderBytes;
        for (var question = Word(answer, 4); question > 0; question--)
        {
            _ = Name(answer, ref at);
            at += 4;
        }

        var servers = new List<string>();
        for (var record = Word(answer, 6); record > 0; record--)
        {
            _ = Name(answer, ref at);
            var type = Word(answer, at);
            var length = Word(answer, at + 8);
            at += 10;
            var data = at;
            if (type == NameServerType)
                servers.Add(Name(answer, ref data));
            at += length;
        }

        return servers;
    }

    private static string Name(ReadOnlySpan<byte> message, ref int at)
    {
        var name = new StringBuilder();
        var position = at;
        var end = -1;
        for (var jumps = 0; jumps < MostJumps;)
        {
            var length = Byte(message, position++);
            if (length == 0)
            {
                at = end < 0 ? position : end;
                return name.ToString();
            }

            if (length >= 0xC0)
            {
                // The rest of the name stands elsewhere in the message.
                var target = ((length & 0x3F) << 8) | Byte(message, position++);
                end = end < 0 ? position : end;
                position = target;
                jumps++;
                continue;
            }

            if (position + length > message.Length)
                break;
            if (name.Length > 0)
                name.Append('.');
            name.Append(Encoding.ASCII.GetString(message.Slice(position, length)).ToLowerInvariant());
            position += length;
        }

        throw new FormatException("a name in the answer is broken");
    }

    private static byte Byte(ReadOnlySpan<byte> message, int at) => at < message.Length ? message[at] : throw new FormatException("the answer is cut off");

    private static ushort Word(ReadOnlySpan<byte> message, int at) => at + 2 <= message.Length ? BinaryPrimitives.ReadUInt16BigEndian(message[at..]) : throw new FormatException("the answer is cut off");

    private static void Add(List<byte> message, ushort word)
    {
        message.Add((byte)(word >> 8));
        message.Add((byte)word);
    }
}

using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>
/// One journal record: length, checksum, and JSON with <c>v</c>ersion, <c>r</c>esource, name<c>s</c>pace, <c>n</c>ame and, as the last
/// member, the <c>o</c>bject, which a deletion lacks. The last record of a snapshot has <c>g</c>, the first journal that is not in it.
/// </summary>
/// <param name="Version">The version that the write made.</param>
/// <param name="Resource">Storage name of the kind.</param>
/// <param name="Key">Namespace and name.</param>
/// <param name="Generation">The journal to go on with; null for a write.</param>
/// <param name="Body">The object as JSON text; null for a deletion.</param>
internal sealed record JournalRecord(long Version, string Resource, ObjectKey Key, long? Generation, byte[]? Body)
{
    private const int HeadLength = 8;

    public static byte[] Encode(StoredObject item, bool deleted)
    {
        var head = JsonText.ToBytes(new JsonObject { ["v"] = item.Version, ["r"] = item.Resource, ["s"] = item.Key.Namespace, ["n"] = item.Key.Name });
        return deleted ? Frame(head) : Frame([.. head.AsSpan(0, head.Length - 1), .. ",\"o\":"u8, .. item.Bytes, (byte)'}']);
    }

    /// <summary>The last record of a snapshot: its version and the first journal that is not in it.</summary>
    public static byte[] EncodeHeader(long version, long generation) => Frame(JsonText.ToBytes(new JsonObject { ["v"] = version, ["g"] = generation }));

    /// <summary>Reads records until the end or the first torn one; returns the length of the sound part.</summary>
    public static long ReadAll(byte[] data, Action<JournalRecord> apply)
    {
        var at = 0;
        while (at + HeadLength <= data.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
            if (length <= 0 || at + (long)HeadLength + length > data.Length)
                break;
            var payload = data.AsSpan(at + HeadLength, length);
            if (Crc32.Compute(payload) != BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 4)))
                break;
            apply(Decode(payload));
            at += HeadLength + length;
        }

        return at;
    }

    private static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        var framed = new byte[payload.Length + HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(framed, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(4), Crc32.Compute(payload));
        payload.CopyTo(framed.AsSpan(HeadLength));
        return framed;
    }

    private static JournalRecord Decode(ReadOnlySpan<byte> payload)
    {
        var (version, resource, ns, name, generation) = (0L, "", "", "", (long?)null);
        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("o"u8))
            {
                // The object is the rest up to the record's own bracket; its checksum was right, so it need not be read now.
                var start = (int)reader.BytesConsumed;
                return new JournalRecord(version, resource, new ObjectKey(ns, name), null, payload[start..^1].ToArray());
            }

            var member = reader.GetString();
            reader.Read();
            switch (member)
            {
                case "v":
                    version = reader.GetInt64();
                    break;
                case "g":
                    generation = reader.GetInt64();
                    break;
                case "r":
                    resource = reader.GetString() ?? "";
                    break;
                case "s":
                    ns = reader.GetString() ?? "";
                    break;
                case "n":
                    name = reader.GetString() ?? "";
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new JournalRecord(version, resource, new ObjectKey(ns, name), generation, null);
    }
}

using System.Buffers.Binary;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>Form of one journal record: length, checksum, JSON.</summary>
internal static class JournalRecord
{
    public static byte[] Encode(StoredObject item, bool deleted)
    {
        var record = new JsonObject
        {
            ["v"] = item.Version,
            ["r"] = item.Resource,
            ["s"] = item.Key.Namespace,
            ["n"] = item.Key.Name
        };
        if (!deleted)
            record["o"] = JsonNode.Parse(item.Bytes);
        return Frame(record);
    }

    /// <summary>The last record of a snapshot: its version and the first journal that is not in it.</summary>
    public static byte[] EncodeHeader(long version, long generation) => Frame(new JsonObject { ["v"] = version, ["g"] = generation });

    private static byte[] Frame(JsonObject record)
    {
        var payload = JsonText.ToBytes(record);
        var framed = new byte[payload.Length + 8];
        BinaryPrimitives.WriteInt32LittleEndian(framed, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(4), Crc32.Compute(payload));
        payload.CopyTo(framed, 8);
        return framed;
    }

    /// <summary>Reads records until the end or the first torn one; returns the length of the sound part.</summary>
    public static long ReadAll(byte[] data, Action<JsonObject> apply)
    {
        var at = 0;
        while (at + 8 <= data.Length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at));
            if (length <= 0 || at + 8L + length > data.Length)
                break;
            var payload = data.AsSpan(at + 8, length);
            if (Crc32.Compute(payload) != BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 4)))
                break;
            apply(JsonReader.Parse(payload)!.AsObject());
            at += 8 + length;
        }

        return at;
    }
}

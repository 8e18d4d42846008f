using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Writes objects in the Kubernetes protobuf envelope, as far as the field table knows their messages completely.</summary>
internal static class ProtobufObject
{
    private const int Varint = 0;
    private const int Bytes = 2;

    /// <summary>The bytes of an object, or null when one of its fields is not in the table: nothing is left out silently.</summary>
    public static byte[]? Write(JsonObject body)
    {
        var (version, kind) = (body.Text("apiVersion") ?? "", body.Text("kind") ?? "");
        var content = body.Copy();
        content.Remove("apiVersion");
        content.Remove("kind");
        if (ProtobufBody.MessageOf(version, kind) is not { } message || Message(content, message) is not { } raw)
            return null;
        using var type = new MemoryStream();
        Put(type, 1, Encoding.UTF8.GetBytes(version));
        Put(type, 2, Encoding.UTF8.GetBytes(kind));
        using var envelope = new MemoryStream();
        envelope.Write("k8s\0"u8);
        Put(envelope, 1, type.ToArray());
        Put(envelope, 2, raw);
        Put(envelope, 3, []);
        Put(envelope, 4, []);
        return envelope.ToArray();
    }

    private static byte[]? Message(JsonObject map, string message)
    {
        var table = ProtobufBody.Table[message];
        var fields = table.Where(field => field.Value.Name != "-").ToDictionary(field => field.Value.Name, field => (Number: field.Key, field.Value.Type), StringComparer.Ordinal);
        using var data = new MemoryStream();
        var rest = new JsonObject();
        foreach (var (name, value) in map.Where(pair => pair.Value is not null).OrderBy(pair => fields.GetValueOrDefault(pair.Key).Number))
        {
            if (!fields.TryGetValue(name, out var field))
                rest[name] = value!.DeepClone();
            else if (!Field(data, field.Number, field.Type, value!))
                return null;
        }

        // Objects in objects have no type of their own.
        if (fields.ContainsKey("metadata"))
        {
            rest.Remove("apiVersion");
            rest.Remove("kind");
        }

        // Fields that stand here but belong to a message inside.
        foreach (var (number, (_, type)) in table.Where(field => field.Value.Name == "-"))
        {
            var names = Names(type).ToHashSet(StringComparer.Ordinal);
            var inner = new JsonObject(rest.Where(pair => names.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            foreach (var (name, _) in inner)
                rest.Remove(name);
            if (Message(inner, type) is not { } bytes)
                return null;
            Put(data, number, bytes);
        }

        return rest.Count == 0 ? data.ToArray() : null;
    }

    private static IEnumerable<string> Names(string message) => ProtobufBody.Table[message].Values.SelectMany(field => field.Name == "-" ? Names(field.Type) : [field.Name]);

    private static bool Field(MemoryStream data, int number, string type, JsonNode value)
    {
        switch (type.TrimEnd('?'))
        {
            case "string":
                Put(data, number, Encoding.UTF8.GetBytes(value.Text() ?? ""));
                return true;
            case "strings":
                foreach (var item in value.AsArray())
                    Put(data, number, Encoding.UTF8.GetBytes(item.Text() ?? ""));
                return true;
            case "int":
                Number(data, (ulong)(number << 3) | Varint);
                Number(data, (ulong)(value.Number() ?? 0));
                return true;
            case "bool":
                Number(data, (ulong)(number << 3) | Varint);
                Number(data, value.FlagOrNull() == true ? 1UL : 0UL);
                return true;
            case "map" or "bytesMap":
                foreach (var (name, text) in value.AsObject())
                {
                    using var entry = new MemoryStream();
                    Put(entry, 1, Encoding.UTF8.GetBytes(name));
                    Put(entry, 2, type == "map" ? Encoding.UTF8.GetBytes(text.Text() ?? "") : Convert.FromBase64String(text.Text() ?? ""));
                    Put(data, number, entry.ToArray());
                }

                return true;
            case "time" or "microTime":
                return Time(data, number, value.Text() ?? "");
            case "bytes":
                Put(data, number, Convert.FromBase64String(value.Text() ?? ""));
                return true;
            case "quantity" or "intOrString":
                Put(data, number, Union(value, type));
                return true;
            case "quantities":
                foreach (var (name, amount) in value.AsObject())
                {
                    using var entry = new MemoryStream();
                    Put(entry, 1, Encoding.UTF8.GetBytes(name));
                    Put(entry, 2, Union(amount!, "quantity"));
                    Put(data, number, entry.ToArray());
                }

                return true;
            case "raw":
                using (var inner = new MemoryStream())
                {
                    Put(inner, 1, JsonText.ToBytes(value));
                    Put(data, number, inner.ToArray());
                }

                return true;
        }

        var list = type.EndsWith('*');
        var name2 = type.TrimEnd('*');
        if (!ProtobufBody.Table.ContainsKey(name2))
            return false;
        foreach (var item in list ? value.AsArray().OfType<JsonObject>() : [value.AsObject()])
        {
            if (Message(item, name2) is not { } bytes)
                return false;
            Put(data, number, bytes);
        }

        return true;
    }

    /// <summary>A quantity, or a number or text.</summary>
    private static byte[] Union(JsonNode value, string type)
    {
        using var data = new MemoryStream();
        if (type == "quantity")
        {
            Put(data, 1, Encoding.UTF8.GetBytes(value.Text() ?? JsonText.ToText(value)));
            return data.ToArray();
        }

        Number(data, (1 << 3) | Varint);
        Number(data, value.Text() is null ? 0UL : 1UL);
        Number(data, (2 << 3) | Varint);
        Number(data, (ulong)(value.Number() ?? 0));
        Put(data, 3, Encoding.UTF8.GetBytes(value.Text() ?? ""));
        return data.ToArray();
    }

    private static bool Time(MemoryStream data, int number, string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time))
            return false;
        using var inner = new MemoryStream();
        Number(inner, (1 << 3) | Varint);
        Number(inner, (ulong)time.ToUnixTimeSeconds());
        Number(inner, (2 << 3) | Varint);
        Number(inner, (ulong)(time.UtcTicks % TimeSpan.TicksPerSecond * 100));
        Put(data, number, inner.ToArray());
        return true;
    }

    private static void Put(MemoryStream data, int number, byte[] content)
    {
        Number(data, (ulong)((number << 3) | Bytes));
        Number(data, (ulong)content.Length);
        data.Write(content);
    }

    private static void Number(MemoryStream data, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            data.WriteByte((byte)(value | 0x80));
        data.WriteByte((byte)value);
    }
}

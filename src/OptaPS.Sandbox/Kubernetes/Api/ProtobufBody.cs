using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads objects of built-in kinds in the Kubernetes protobuf envelope, in which clients of newer kubectl commands send them; other kinds are refused.</summary>
internal static class ProtobufBody
{
    /// <summary>Fields by message: number, name, type; an asterisk marks a list, a dash a message whose fields stand in the one around it, a question mark a field in which absent differs from zero.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>>> Messages = new(Load);

    /// <summary>Messages by name.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>> Table => Messages.Value;

    public static JsonObject Read(byte[] body, string kind)
    {
        try
        {
            if (!body.AsSpan().StartsWith("k8s\0"u8))
                throw Unknown();
            var envelope = Fields(body.AsMemory(4)).ToList();
            var type = Fields(envelope.Find(field => field.Number == 1).Data).ToDictionary(field => field.Number, field => Encoding.UTF8.GetString(field.Data.Span));
            var (version, name) = (type.GetValueOrDefault(1, ""), type.GetValueOrDefault(2, kind));
            var message = MessageOf(version, name) ?? throw Unknown();
            var result = new JsonObject { ["kind"] = name };
            if (version.Length > 0)
                result["apiVersion"] = version;
            Read(result, envelope.Find(field => field.Number == 2).Data, message);
            return result;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw ApiErrors.BadRequest("the protobuf body cannot be read: " + e.Message);
        }
    }

    /// <summary>The message of a kind, or null when there is none.</summary>
    public static string? MessageOf(string version, string kind)
    {
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        var package = slash < 0 ? "core." + version : version[..slash].Split('.')[0] + "." + version[(slash + 1)..];
        return new[] { $"{package}.{kind}", "meta.v1." + kind }.FirstOrDefault(Messages.Value.ContainsKey);
    }

    private static ApiException Unknown() => ApiErrors.UnsupportedMediaType("application/json", "application/yaml");

    private static Dictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>> Load()
    {
        var result = new Dictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>>(StringComparer.Ordinal);
        foreach (var (message, fields) in DataFiles.ProtobufFields.Pairs())
            result[message] = fields.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split(' ')).ToDictionary(parts => int.Parse(parts[0], CultureInfo.InvariantCulture), parts => (parts[1], parts[2]));
        return result;
    }

    private static void Read(JsonObject result, ReadOnlyMemory<byte> data, string type)
    {
        foreach (var (number, value, bytes) in Fields(data))
        {
            if (Messages.Value[type].TryGetValue(number, out var field))
                One(result, field.Name, field.Type, value, bytes);
        }
    }

    private static void One(JsonObject result, string name, string type, ulong value, ReadOnlyMemory<byte> bytes)
    {
        switch (type)
        {
            case "string" or "int" or "bool" when bytes.Length == 0 && value == 0:
                // Clients send these fields also when they are not set.
                break;
            case "string" or "string?":
                result[name] = Encoding.UTF8.GetString(bytes.Span);
                break;
            case "strings":
                result.EnsureList(name).Add(Encoding.UTF8.GetString(bytes.Span));
                break;
            case "int" or "int?":
                result[name] = (long)value;
                break;
            case "bool" or "bool?":
                result[name] = value != 0;
                break;
            case "bytes":
                result[name] = Convert.ToBase64String(bytes.Span);
                break;
            case "bytesList":
                result.EnsureList(name).Add(Convert.ToBase64String(bytes.Span));
                break;
            case "ints":
                result.EnsureList(name).Add((long)value);
                break;
            case "double":
                result[name] = BitConverter.UInt64BitsToDouble(value);
                break;
            case "items":
                result[name] = Items(bytes);
                break;
            case "time" or "microTime":
                if (bytes.Length > 0)
                    result[name] = Time(bytes, type == "time" ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
                break;
            case "raw":
                result[name] = JsonReader.Parse(Fields(bytes).First(part => part.Number == 1).Data.Span);
                break;
            case "quantity":
                result[name] = Quantity(bytes);
                break;
            case "intOrString":
                var either = Fields(bytes).ToList();
                result[name] = either.Find(part => part.Number == 1).Value == 0 ? (long)either.Find(part => part.Number == 2).Value : Encoding.UTF8.GetString(either.Find(part => part.Number == 3).Data.Span);
                break;
            case "map" or "bytesMap" or "quantities":
                var pair = Fields(bytes).ToList();
                var content = pair.Find(part => part.Number == 2).Data;
                result.Ensure(name)[Encoding.UTF8.GetString(pair.Find(part => part.Number == 1).Data.Span)] =
                    type switch { "map" => Encoding.UTF8.GetString(content.Span), "quantities" => Quantity(content), _ => Convert.ToBase64String(content.Span) };
                break;
            case not null when type.StartsWith("map:", StringComparison.Ordinal):
                var entry = Fields(bytes).ToList();
                var holder = new JsonObject();
                One(holder, "x", type[4..], 0, entry.Find(part => part.Number == 2).Data);
                result.Ensure(name)[Encoding.UTF8.GetString(entry.Find(part => part.Number == 1).Data.Span)] = holder["x"]?.DeepClone();
                break;
            default:
                var inner = name == "-" ? result : [];
                Read(inner, bytes, type!.TrimEnd('*'));
                if (type.EndsWith('*'))
                    result.EnsureList(name).Add(inner);
                else if (name != "-")
                    result[name] = inner;
                break;
        }
    }

    private static JsonArray Items(ReadOnlyMemory<byte> bytes) => new([.. Fields(bytes).Where(part => part.Number == 1).Select(part => (JsonNode)Encoding.UTF8.GetString(part.Data.Span))]);

    private static string Time(ReadOnlyMemory<byte> bytes, string form)
    {
        var parts = Fields(bytes).ToList();
        var time = DateTimeOffset.FromUnixTimeSeconds((long)parts.Find(part => part.Number == 1).Value).AddTicks((long)parts.Find(part => part.Number == 2).Value / 100);
        return time.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);
    }

    private static string Quantity(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(Fields(bytes).FirstOrDefault(part => part.Number == 1).Data.Span);

    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Data)> Fields(ReadOnlyMemory<byte> data)
    {
        var at = 0;
        while (at < data.Length)
        {
            var tag = Varint(data, ref at);
            switch (tag & 7)
            {
                case 0:
                    yield return ((int)(tag >> 3), Varint(data, ref at), default);
                    break;
                case 2:
                    var length = (int)Varint(data, ref at);
                    yield return ((int)(tag >> 3), 0, data.Slice(at, length));
                    at += length;
                    break;
                case 1:
                    yield return ((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(data.Span.Slice(at, 8)), default);
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> data, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = data.Span[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }
}

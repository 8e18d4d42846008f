using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Errors;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Api;

/// <summary>Reads the few kinds that kubectl's create commands send in the Kubernetes protobuf envelope; other kinds are refused by name.</summary>
internal static class ProtobufBody
{
    /// <summary>Fields by message: number, name, type; an asterisk marks a list, a dash a message whose fields stand in the one around it.</summary>
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
            var message = Messages.Value.ContainsKey(version + "/" + name) ? version + "/" + name : name;
            if (!Messages.Value.ContainsKey(message))
                throw Unknown();
            var result = new JsonObject { ["kind"] = name };
            if (version.Length > 0)
                result["apiVersion"] = version;
            Read(result, envelope.Find(field => field.Number == 2).Data, message);
            return result;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw ApiErrors.BadRequest("the protobuf body cannot be read: " + e.Message);
        }
    }

    private static ApiException Unknown() => ApiErrors.UnsupportedMediaType("application/json", "application/yaml");

    private static Dictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>> Load()
    {
        var result = new Dictionary<string, IReadOnlyDictionary<int, (string Name, string Type)>>(StringComparer.Ordinal);
        foreach (var (message, fields) in DataFiles.ProtobufFields.Pairs())
            result[message] = fields.Split(", ").Select(field => field.Split(' ')).ToDictionary(parts => int.Parse(parts[0], CultureInfo.InvariantCulture), parts => (parts[1], parts[2]));
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
            case "string":
                if (bytes.Length > 0)
                    result[name] = Encoding.UTF8.GetString(bytes.Span);
                break;
            case "strings":
                result.EnsureList(name).Add(Encoding.UTF8.GetString(bytes.Span));
                break;
            case "int":
                result[name] = (long)value;
                break;
            case "bool":
                result[name] = value != 0;
                break;
            case "time":
                result[name] = DateTimeOffset.FromUnixTimeSeconds((long)Fields(bytes).FirstOrDefault(part => part.Number == 1).Value).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
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
            default:
                var inner = name == "-" ? result : [];
                Read(inner, bytes, type.TrimEnd('*'));
                if (type.EndsWith('*'))
                    result.EnsureList(name).Add(inner);
                else if (name != "-")
                    result[name] = inner;
                break;
        }
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

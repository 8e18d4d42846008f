using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>Parses JSON into nodes of plain values (string, bool, long, double); duplicate members are reported and the last one wins.</summary>
internal static class JsonReader
{
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => Parse(utf8, null);

    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        reader.Read();
        var value = ReadValue(ref reader, "", duplicates);
        if (reader.Read())
            throw new JsonException("invalid character after top-level value");
        return value;
    }

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string>? duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    var child = path.Length == 0 ? name : path + "." + name;
                    var value = ReadValue(ref reader, duplicates is null ? "" : child, duplicates);
                    if (duplicates is not null && map.ContainsKey(name))
                        duplicates.Add(child);
                    map[name] = value;
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    list.Add(ReadValue(ref reader, duplicates is null ? "" : path + "[" + list.Count.ToString(CultureInfo.InvariantCulture) + "]", duplicates));
                return list;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? JsonValue.Create(number) : JsonValue.Create(reader.GetDouble());
            case JsonTokenType.True:
                return JsonValue.Create(true);
            case JsonTokenType.False:
                return JsonValue.Create(false);
            default:
                return null;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Helm.Values;

/// <summary>Translates between System.Text.Json nodes and Go values.</summary>
internal static class JsonTree
{
    public static object? FromNode(JsonNode? node)
    {
        switch (node)
        {
            case null:
                return null;
            case JsonObject o:
                var map = new GoMap(capacity: o.Count);
                foreach (var (key, value) in o)
                {
                    map[key] = FromNode(value);
                }
                return map;
            case JsonArray a:
                return new GoList([.. a.Select(FromNode)]);
            default:
                return node.GetValueKind() switch
                {
                    JsonValueKind.String => node.GetValue<string>(),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number => double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
                    _ => null,
                };
        }
    }

    public static JsonNode? ToNode(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case GoMap map:
                var o = new JsonObject();
                foreach (var key in map.Keys)
                {
                    o[key] = ToNode(map[key]);
                }
                return o;
            case GoList list:
                return new JsonArray([.. list.Items.Select(ToNode)]);
            case string s:
                return JsonValue.Create(s);
            case bool b:
                return JsonValue.Create(b);
            case GoInt i:
                return JsonValue.Create(i.Value);
            case long l:
                return JsonValue.Create(l);
            case double d when d == Math.Floor(d) && Math.Abs(d) < 9e15:
                return JsonValue.Create((long)d);
            case double d:
                return JsonValue.Create(d);
            default:
                return JsonNode.Parse(Json.GoJson.Write(value));
        }
    }
}

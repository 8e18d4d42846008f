using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>Builds and changes JSON documents.</summary>
internal static class JsonWrite
{
    public static JsonObject Copy(this JsonObject value) => value.DeepClone().AsObject();

    /// <summary>The map at a path; missing or null maps on the way are made.</summary>
    public static JsonObject Ensure(this JsonObject node, params ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            if (node[part] is not JsonObject next)
            {
                next = [];
                node[part] = next;
            }

            node = next;
        }

        return node;
    }

    public static JsonArray EnsureList(this JsonObject node, string name)
    {
        if (node[name] is JsonArray list)
            return list;
        var made = new JsonArray();
        node[name] = made;
        return made;
    }

    /// <summary>Sets a member unless it is there and not null.</summary>
    public static void Default(this JsonObject node, string name, JsonNode? value)
    {
        if (node[name] is null)
            node[name] = value;
    }

    public static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);

    public static JsonArray ToArray(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonArray ToArray(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    public static JsonObject ToMap(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new JsonObject();
        foreach (var (key, value) in pairs)
            map[key] = value;
        return map;
    }
}

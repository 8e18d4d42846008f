using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>Reads paths in JSON documents; a missing or differently typed member reads as null.</summary>
internal static class JsonRead
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var part in path)
        {
            if (node is not JsonObject map || !map.TryGetPropertyValue(part, out node))
                return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static JsonObject? Map(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static JsonArray? List(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (node.At(path) is not JsonValue value)
            return null;
        if (value.TryGetValue<long>(out var number))
            return number;
        if (value.TryGetValue<int>(out var small))
            return small;
        return value.TryGetValue<double>(out var real) ? (long)real : null;
    }

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static bool? FlagOrNull(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.List(path)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.List(path)?.Select(item => item.Text()).OfType<string>() ?? [];

    /// <summary>The string members of a map, for example labels.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.Map(path)?.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text() ?? "")) ?? [];

    public static string Name(this JsonNode node) => node.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonNode node) => node.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonNode node) => node.Text("metadata", "uid") ?? "";

    public static string? Label(this JsonNode node, string name) => node.Text("metadata", "labels", name);

    public static string? Annotation(this JsonNode node, string name) => node.Text("metadata", "annotations", name);

    public static bool IsDeleting(this JsonNode node) => node.Text("metadata", "deletionTimestamp") is not null;
}

using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Apply;

/// <summary>Finds the element that a key of <c>FieldsV1</c> means: <c>k:{"name":"app"}</c>, <c>v:"text"</c>, <c>i:0</c>.</summary>
internal static class FieldKey
{
    public static JsonNode? Find(string key, IReadOnlyList<JsonNode?> elements)
    {
        if (key.StartsWith("v:", StringComparison.Ordinal))
        {
            var value = JsonNode.Parse(key[2..]);
            return elements.FirstOrDefault(element => JsonNode.DeepEquals(element, value));
        }

        if (key.StartsWith("i:", StringComparison.Ordinal))
            return int.TryParse(key.AsSpan(2), out var index) && index < elements.Count ? elements[index] : null;
        return key.StartsWith("k:", StringComparison.Ordinal) && JsonNode.Parse(key[2..]) is JsonObject wanted
            ? elements.FirstOrDefault(element => element is JsonObject members && wanted.All(pair => Same(members, pair.Key, pair.Value)))
            : null;
    }

    // The server fills in the default of a key member before it takes the key.
    private static bool Same(JsonObject members, string name, JsonNode? value) =>
        members.TryGetPropertyValue(name, out var own) ? JsonNode.DeepEquals(own, value) : name == "protocol" && value?.ToString() == "TCP";
}

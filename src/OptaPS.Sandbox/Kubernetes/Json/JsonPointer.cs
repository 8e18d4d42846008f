using System.Globalization;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Json;

/// <summary>RFC 6901 pointers.</summary>
internal static class JsonPointer
{
    public static string[] Split(string pointer)
    {
        if (pointer.Length == 0)
            return [];
        var parts = pointer.Split('/')[1..];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = parts[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        return parts;
    }

    public static bool TryGet(JsonNode? node, ReadOnlySpan<string> parts, out JsonNode? value)
    {
        value = node;
        foreach (var part in parts)
        {
            switch (value)
            {
                case JsonObject map when map.TryGetPropertyValue(part, out var child):
                    value = child;
                    break;
                case JsonArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count:
                    value = list[index];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}

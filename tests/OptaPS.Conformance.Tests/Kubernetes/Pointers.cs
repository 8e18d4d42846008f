using System.Globalization;
using System.Text.Json.Nodes;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>JSON pointers with * for every member and # for the length of a list.</summary>
internal static class Pointers
{
    public static JsonNode? Get(JsonNode? value, string pointer)
    {
        foreach (var part in Split(pointer))
        {
            value = value switch
            {
                JsonObject map => map[part],
                JsonArray list when part == "#" => list.Count,
                JsonArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null
            };
        }

        return value;
    }

    public static void Remove(JsonNode? value, string pointer) => Remove(value, Split(pointer));

    public static IReadOnlyList<string> Split(string pointer) => [.. pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static void Remove(JsonNode? value, IReadOnlyList<string> parts)
    {
        if (parts.Count == 0)
            return;
        IReadOnlyList<string> rest = [.. parts.Skip(1)];
        if (value is JsonObject map)
        {
            foreach (var name in parts[0] == "*" ? map.Select(pair => pair.Key).ToList() : [parts[0]])
            {
                if (rest.Count == 0)
                    map.Remove(name);
                else
                    Remove(map[name], rest);
            }
        }
        else if (value is JsonArray list)
        {
            for (var i = list.Count - 1; i >= 0; i--)
            {
                if (parts[0] != "*" && parts[0] != i.ToString(CultureInfo.InvariantCulture))
                    continue;
                if (rest.Count == 0)
                    list.RemoveAt(i);
                else
                    Remove(list[i], rest);
            }
        }
    }
}

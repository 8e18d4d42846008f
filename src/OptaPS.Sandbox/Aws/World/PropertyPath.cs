using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Aws.World;

/// <summary>Slash-separated paths into a model; <c>*</c> stands for every element of an array.</summary>
internal static class PropertyPath
{
    /// <summary>The values at a path, as text for scalars.</summary>
    public static IEnumerable<string> Values(JsonNode? model, string path) => Nodes(model, path.Split('/')).OfType<JsonValue>().Select(v => v.ToString());

    public static void Remove(JsonNode? model, string path) => Remove(model, path.Split('/').AsSpan());

    private static IEnumerable<JsonNode> Nodes(JsonNode? node, ArraySegment<string> path)
    {
        if (node is null)
        {
            yield break;
        }

        if (path.Count == 0)
        {
            yield return node;
            yield break;
        }

        var next = path[0] switch
        {
            "*" => node is JsonArray all ? all : Enumerable.Empty<JsonNode?>(),
            var index when node is JsonArray array => int.TryParse(index, out var i) && i < array.Count ? [array[i]] : Enumerable.Empty<JsonNode?>(),
            var name => node is JsonObject obj && obj.TryGetPropertyValue(name, out var member) ? [member] : Enumerable.Empty<JsonNode?>()
        };
        foreach (var found in next.SelectMany(n => Nodes(n, path[1..])))
        {
            yield return found;
        }
    }

    private static void Remove(JsonNode? node, ReadOnlySpan<string> path)
    {
        if (path[0] == "*" && node is JsonArray array)
        {
            foreach (var element in array)
            {
                if (path.Length > 1)
                {
                    Remove(element, path[1..]);
                }
            }
        }
        else if (node is JsonObject obj)
        {
            if (path.Length == 1)
            {
                obj.Remove(path[0]);
            }
            else if (obj.TryGetPropertyValue(path[0], out var member))
            {
                Remove(member, path[1..]);
            }
        }
    }
}

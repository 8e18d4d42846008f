using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Kubernetes.Apply;

/// <summary>
/// Resolves the field paths of apply conflicts (<c>.spec.template.spec.containers[name="app"].image</c>) in a document. Member names may
/// contain dots (labels), so the longest name that fits wins.
/// </summary>
internal static class ConflictPath
{
    /// <summary>True when <paramref name="document"/> sets the field.</summary>
    public static bool Exists(JsonNode? document, string path) => Find(document, path) is not null;

    private static JsonNode? Find(JsonNode? node, string path)
    {
        if (path.Length == 0 || node is null)
            return node;
        if (path[0] == '.' && node is JsonObject members)
            return members
                .Where(pair => pair.Value is not null && path.AsSpan(1).StartsWith(pair.Key, StringComparison.Ordinal) && (path.Length == pair.Key.Length + 1 || path[pair.Key.Length + 1] is '.' or '['))
                .OrderByDescending(pair => pair.Key.Length)
                .Select(pair => Find(pair.Value, path[(pair.Key.Length + 1)..]))
                .FirstOrDefault(found => found is not null);
        if (path[0] != '[' || node is not JsonArray elements || EndOf(path) is not (> 0 and var end))
            return null;
        var selected = Select(elements, path[1..end]);
        return Find(selected, path[(end + 1)..]);
    }

    private static JsonNode? Select(JsonArray elements, string selector)
    {
        if (int.TryParse(selector, out var index))
            return index < elements.Count ? elements[index] : null;
        if (selector.StartsWith('='))
            return elements.FirstOrDefault(element => JsonNode.DeepEquals(element, Parse(selector[1..])));
        var keys = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= selector.Length; i++)
        {
            if (i == selector.Length || (selector[i] == ',' && !quoted))
            {
                keys.Add(selector[start..i]);
                start = i + 1;
            }
            else if (selector[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return elements.FirstOrDefault(element => element is JsonObject members && keys.TrueForAll(key => Matches(members, key)));
    }

    private static bool Matches(JsonObject members, string key)
    {
        var at = key.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
            return false;
        var (name, value) = (key[..at], Parse(key[(at + 1)..]));
        return members[name] is { } own ? JsonNode.DeepEquals(own, value) : name == "protocol" && value?.ToString() == "TCP";
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static int EndOf(string path)
    {
        var quoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] == '"')
                quoted = !quoted;
            else if (path[i] == ']' && !quoted)
                return i;
        }

        return -1;
    }
}

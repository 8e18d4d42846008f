using System.Text.Json.Nodes;

namespace OptaPS.Helm.Releases.Applying;

/// <summary>Finds fields by the server's notation of paths in apply conflicts: <c>.spec.containers[name="app"].image</c>, <c>.metadata.finalizers[="x"]</c>.</summary>
internal static class FieldLookup
{
    /// <summary>True when the document has that field.</summary>
    public static bool Has(JsonObject? document, string path) => document is not null && Has(document, path.AsSpan());

    private static bool Has(JsonNode? node, ReadOnlySpan<char> path)
    {
        if (path.IsEmpty)
            return true;
        if (path[0] == '[')
            return HasElement(node, path);
        if (path[0] != '.' || node is not JsonObject members)
            return false;

        // Member names may hold dots: the longest name that fits is tried first.
        var rest = path[1..];
        foreach (var (name, value) in members.OrderByDescending(member => member.Key.Length))
        {
            if (rest.StartsWith(name, StringComparison.Ordinal)
                && (rest.Length == name.Length || rest[name.Length] is '.' or '[')
                && Has(value, rest[name.Length..]))
                return true;
        }

        return false;
    }

    private static bool HasElement(JsonNode? node, ReadOnlySpan<char> path)
    {
        var end = End(path);
        if (end < 0 || node is not JsonArray elements)
            return false;
        var selector = path[1..end].ToString();
        var rest = path[(end + 1)..].ToString();
        if (int.TryParse(selector, System.Globalization.CultureInfo.InvariantCulture, out var index))
            return index < elements.Count && Has(elements[index], rest);
        if (selector.StartsWith('='))
            return elements.Any(element => element?.ToJsonString() == selector[1..]) && rest.Length == 0;

        var pairs = Pairs(selector);
        return elements.OfType<JsonObject>().Any(element =>
            pairs.All(pair => (element[pair.Name]?.ToJsonString() ?? (pair.Name == "protocol" ? "\"TCP\"" : null)) == pair.Value) && Has(element, rest));
    }

    private static int End(ReadOnlySpan<char> path)
    {
        var quoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            if (path[i] == '"' && path[i - 1] != '\\')
                quoted = !quoted;
            else if (path[i] == ']' && !quoted)
                return i;
        }

        return -1;
    }

    private static List<(string Name, string Value)> Pairs(string selector)
    {
        var pairs = new List<(string, string)>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= selector.Length; i++)
        {
            if (i < selector.Length && selector[i] == '"')
                quoted = !quoted;
            if (i == selector.Length || (selector[i] == ',' && !quoted))
            {
                var part = selector[start..i];
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    pairs.Add((part[..equals].Trim(), part[(equals + 1)..].Trim()));
                start = i + 1;
            }
        }

        return pairs;
    }
}

namespace OptaPS.Helm.Schema;

/// <summary>Finds what a $ref points to, inside the schema itself.</summary>
internal sealed class SchemaReferences
{
    private readonly object? root;
    private readonly Dictionary<string, object?> named = new(StringComparer.Ordinal);

    public SchemaReferences(object? root)
    {
        this.root = root;
        Collect(root, "");
    }

    public object? Find(string reference)
    {
        if (reference == "#")
        {
            return root;
        }
        if (named.TryGetValue(reference, out var found) || named.TryGetValue(reference.TrimEnd('#'), out found))
        {
            return found;
        }
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        object? start = root;
        var pointer = reference;
        if (hash >= 0)
        {
            pointer = reference[(hash + 1)..];
            var document = reference[..hash];
            if (document.Length > 0 && !named.TryGetValue(document, out start) && document != (root as GoMap)?["$id"] as string)
            {
                throw Unknown(reference);
            }
        }
        return pointer.StartsWith('/') && hash >= 0 ? Follow(start ?? root, pointer, reference) : throw Unknown(reference);
    }

    private static FunctionException Unknown(string reference) =>
        new($"the schema refers to {GoQuote.Quote(reference)}, which is not in the chart; schemas from elsewhere are not loaded");

    private static object? Follow(object? at, string pointer, string reference)
    {
        foreach (var part in pointer[1..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                GoMap map when map.TryGetValue(name, out var next) => next,
                GoList list when int.TryParse(name, System.Globalization.NumberStyles.None, null, out var i) && i < list.Count => list[i],
                _ => throw Unknown(reference),
            };
        }
        return at;
    }

    private void Collect(object? node, string document)
    {
        RuntimeGuard.EnsureStack();
        switch (node)
        {
            case GoMap map:
                if (map["$id"] is string id)
                {
                    named.TryAdd(id, map);
                    document = id;
                }
                else if (map["id"] is string old)
                {
                    named.TryAdd(old, map);
                }
                foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
                {
                    if (map[keyword] is string anchor)
                    {
                        named.TryAdd("#" + anchor, map);
                        named.TryAdd(document.TrimEnd('#') + "#" + anchor, map);
                    }
                }
                foreach (var key in map.Keys)
                {
                    if (key is not ("enum" or "const" or "default" or "examples"))
                    {
                        Collect(map[key], document);
                    }
                }
                break;
            case GoList list:
                list.Items.ForEach(i => Collect(i, document));
                break;
        }
    }
}

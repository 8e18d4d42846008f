namespace OptaPS.Helm.Schema;

/// <summary>Finds what a $ref points to: in the schema itself, or in documents elsewhere, which are read when first needed.</summary>
internal sealed class SchemaReferences
{
    private const string Home = "file:///values.schema.json";
    private readonly Dictionary<string, object?> resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> anchors = new(StringComparer.Ordinal);
    private readonly SchemaDraft draft;
    private readonly Func<Uri, object?> read;

    /// <param name="root">The chart's schema; its references are made absolute in place.</param>
    /// <param name="draft">Its draft, which also counts for what it refers to.</param>
    /// <param name="read">Reads a document over the network.</param>
    public SchemaReferences(object? root, SchemaDraft draft, Func<Uri, object?> read)
    {
        this.draft = draft;
        this.read = read;
        Add(Home, root);
    }

    /// <summary>The schema of an absolute reference.</summary>
    /// <exception cref="FunctionException">There is none.</exception>
    public object? Find(string reference)
    {
        var (address, fragment) = Split(reference);
        if (!resources.TryGetValue(address, out var resource))
        {
            Add(address, Load(address));
            resource = resources[address];
        }
        if (fragment.Length == 0)
        {
            return resource;
        }
        return fragment[0] == '/' ? Follow(resource, fragment, reference)
            : anchors.TryGetValue(address + "#" + fragment, out var found) ? found
            : throw new FunctionException($"anchor in {GoQuote.Quote(reference)} not found");
    }

    private static (string Address, string Fragment) Split(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (reference, "") : (reference[..hash], reference[(hash + 1)..]);
    }

    private static string Absolute(string address, string reference)
    {
        var (document, fragment) = Split(reference);
        var whole = document.Length == 0 ? address : Uri.TryCreate(new Uri(address), document, out var uri) ? uri.AbsoluteUri : document;
        return fragment.Length == 0 ? whole : whole + "#" + fragment;
    }

    private static object? Follow(object? at, string pointer, string reference)
    {
        foreach (var part in pointer[1..].Split('/'))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at switch
            {
                GoMap map when map.TryGetValue(name, out var next) => next,
                GoList list when int.TryParse(name, System.Globalization.NumberStyles.None, null, out var i) && i < list.Count => list[i],
                _ => throw new FunctionException($"json-pointer in {GoQuote.Quote(reference)} not found"),
            };
        }
        return at;
    }

    private object? Load(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw SchemaSource.Failure(address, "this is no address");
        }
        return uri.Scheme switch
        {
            "http" or "https" => read(uri),

            // Nobody can resolve these; Helm lets them pass.
            "urn" => true,
            "file" => throw SchemaSource.Failure(address, "no file but the chart's own values.schema.json is read"),
            _ => throw SchemaSource.Failure(address, $"no URLLoader registered for {GoQuote.Quote(address)}"),
        };
    }

    private void Add(string address, object? document)
    {
        resources[address] = document;
        Collect(document, address, isSchema: true);
    }

    /// <summary>Notes identifiers and anchors, and makes references absolute.</summary>
    private void Collect(object? node, string address, bool isSchema)
    {
        RuntimeGuard.EnsureStack();
        switch (node)
        {
            case GoMap map when isSchema:
                address = Identify(map, address);
                foreach (var keyword in (string[])["$ref", "$dynamicRef", "$recursiveRef"])
                {
                    if (map[keyword] is string reference)
                    {
                        map[keyword] = Absolute(address, reference);
                    }
                }
                foreach (var key in map.Keys)
                {
                    if (key is not ("enum" or "const" or "default" or "examples"))
                    {
                        Collect(map[key], address, key is not ("properties" or "patternProperties" or "$defs" or "definitions" or "dependentSchemas" or "dependencies"));
                    }
                }
                break;
            case GoMap names:
                foreach (var key in names.Keys)
                {
                    Collect(names[key], address, isSchema: true);
                }
                break;
            case GoList list:
                list.Items.ForEach(i => Collect(i, address, isSchema: true));
                break;
        }
    }

    private string Identify(GoMap map, string address)
    {
        if (map[draft == SchemaDraft.Draft4 ? "id" : "$id"] is string id)
        {
            var (whole, fragment) = Split(Absolute(address, id));
            if (fragment.Length > 0)
            {
                anchors.TryAdd(whole + "#" + fragment, map);
            }
            else if (Uri.IsWellFormedUriString(whole, UriKind.Absolute))
            {
                resources.TryAdd(whole, map);
                address = whole;
            }
        }
        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (map[keyword] is string anchor)
            {
                anchors.TryAdd(address + "#" + anchor, map);
            }
        }
        return address;
    }
}

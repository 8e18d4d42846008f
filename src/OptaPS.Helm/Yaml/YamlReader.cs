namespace OptaPS.Helm.Yaml;

/// <summary>Reads YAML as Helm does (sigs.k8s.io/yaml): first document only, values as JSON would have them.</summary>
internal static class YamlReader
{
    /// <summary>The value of the text; a <see cref="YamlTextException"/> has the message "error converting YAML to JSON: ..." of Helm.</summary>
    public static object? Read(string text, YamlNumbers numbers = YamlNumbers.Float)
    {
        try
        {
            var root = new YamlComposer(text).Document();
            return root is null ? null : new YamlDecoder(numbers).Decode(root);
        }
        catch (YamlTextException e)
        {
            throw new YamlTextException("error converting YAML to JSON: " + e.Message);
        }
    }

    /// <summary>Reads a mapping of which only some fields matter: the others are checked, but left out when that is safe.</summary>
    public static object? ReadFields(string text, string[] fields, string nested, string[] nestedFields)
    {
        try
        {
            var root = new YamlComposer(text).Document();
            if (root is null)
            {
                return null;
            }
            var decoder = new YamlDecoder(YamlNumbers.Native);
            if (root.Kind != YamlTreeKind.Mapping || !YamlSafety.IsPlain(root))
            {
                return decoder.Decode(root);
            }
            var map = Pick(root, fields, decoder);
            if (YamlSafety.Find(root, nested) is { } inner)
            {
                map[nested] = inner.Kind == YamlTreeKind.Mapping ? Pick(inner, nestedFields, decoder) : decoder.Decode(inner);
            }
            return map;
        }
        catch (YamlTextException e)
        {
            throw new YamlTextException("error converting YAML to JSON: " + e.Message);
        }
    }

    private static GoMap Pick(YamlTreeNode mapping, string[] fields, YamlDecoder decoder)
    {
        var map = new GoMap();
        foreach (var field in fields)
        {
            if (YamlSafety.Find(mapping, field) is { } node)
            {
                map[field] = decoder.Decode(node);
            }
        }
        return map;
    }

    /// <summary>Reads a mapping; null and empty text give null, anything else is refused as Go's JSON decoder does.</summary>
    public static GoMap? ReadMap(string text, YamlNumbers numbers = YamlNumbers.Float) => Read(text, numbers) switch
    {
        null => null,
        GoMap map => map,
        var other => throw new YamlTextException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonKind(other)} into Go value of type map[string]interface {{}}"),
    };

    /// <summary>The JSON name of the kind of a value.</summary>
    public static string JsonKind(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "bool",
        GoList => "array",
        GoMap => "object",
        _ => "number",
    };
}

using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Charts;

/// <summary>Typed access to the fields of a YAML mapping; numbers and booleans become text where text is meant.</summary>
internal sealed class FieldReader(GoMap map, string file)
{
    public string? Text(string name) => Value(name) switch
    {
        null => null,
        string s => s,
        GoList or GoMap => throw Mismatch(name, Value(name), "string"),
        double d => GoFloat.Format((float)d, 'g', -1, 32),
        var other => GoPrinter.ToText(other),
    };

    public bool? Bool(string name) => Value(name) switch
    {
        null => null,
        bool b => b,
        var other => throw Mismatch(name, other, "bool"),
    };

    public GoList? List(string name) => Value(name) switch
    {
        null => null,
        GoList list => list,
        var other => throw Mismatch(name, other, "[]interface {}"),
    };

    public List<string>? Texts(string name) =>
        List(name)?.Items.ConvertAll(i => new FieldReader(Single(name, i), file).Text(name) ?? "");

    public Dictionary<string, string>? TextMap(string name)
    {
        switch (Value(name))
        {
            case null:
                return null;
            case GoMap m:
                var reader = new FieldReader(m, file);
                return m.Keys.ToDictionary(k => k, k => reader.Text(k) ?? "", StringComparer.Ordinal);
            case var other:
                throw Mismatch(name, other, "map[string]string");
        }
    }

    public List<FieldReader>? Maps(string name) => List(name)?.Items.ConvertAll(i => i switch
    {
        GoMap m => new FieldReader(m, file),
        null => throw HelmError.Of(HelmError.ChartMetadata, $"validation: {name} must not contain empty or null nodes"),
        var other => throw Mismatch(name, other, "object"),
    });

    private static GoMap Single(string name, object? value)
    {
        var map = new GoMap();
        map[name] = value;
        return map;
    }

    private object? Value(string name)
    {
        if (map.TryGetValue(name, out var value))
        {
            return value;
        }
        // Go's JSON decoder takes names in any case.
        foreach (var (key, other) in map.Unordered)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return other;
            }
        }
        return null;
    }

    private OptaException Mismatch(string name, object? value, string wanted) => HelmError.Of(
        HelmError.ChartMetadata,
        $"cannot load {file}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {YamlReader.JsonKind(value)} into Go struct field Metadata.{name} of type {wanted}");
}

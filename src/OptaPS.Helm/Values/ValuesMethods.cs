namespace OptaPS.Helm.Values;

/// <summary>The methods of chartutil.Values, the type of .Values and of the root.</summary>
internal static class ValuesMethods
{
    public static GoFunction? Find(GoMap values, string name) => name switch
    {
        "AsMap" => new GoFunction(name, [], variadic: false, (_, _) => values.Copy(GoTypes.MapAny)),
        "YAML" => new GoFunction(name, [], variadic: false, (_, _) => Yaml.YamlWriter.Write(values)),
        "Table" => new GoFunction(name, [GoTypes.String], variadic: false, (_, a) => Table(values, (string)a[0]!)),
        "PathValue" => new GoFunction(name, [GoTypes.String], variadic: false, (_, a) => PathValue(values, (string)a[0]!)),
        _ => null,
    };

    private static GoMap Table(GoMap values, string path)
    {
        var table = values;
        foreach (var part in path.Split('.'))
        {
            table = table.TryGetValue(part, out var next) && next is GoMap map ? map : throw new FunctionException($"{GoQuote.Quote(part)} is not a table");
        }
        return table.Type == GoTypes.ChartValues ? table : table.Copy(GoTypes.ChartValues);
    }

    private static object? PathValue(GoMap values, string path)
    {
        if (path.Length == 0)
        {
            throw new FunctionException("YAML path cannot be empty");
        }
        return Rendering.ValuePath.TryScalar(values, path, out var value)
            ? value
            : throw new FunctionException($"{GoQuote.Quote(path[(path.LastIndexOf('.') + 1)..])} is not a value");
    }
}

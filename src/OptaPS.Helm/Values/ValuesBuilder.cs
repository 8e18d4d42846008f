namespace OptaPS.Helm.Values;

/// <summary>Builds values from files and flags, in Helm's order of precedence.</summary>
public sealed class ValuesBuilder
{
    private GoMap map = new();

    /// <summary>Reads everything that the options name.</summary>
    /// <exception cref="OptaException">OPTA5010 or OPTA5011: a file or flag cannot be read.</exception>
    public static async Task<ChartValues> BuildAsync(ValuesOptions options, CancellationToken cancellationToken = default)
    {
        var builder = new ValuesBuilder();
        foreach (var file in options.Files)
        {
            builder.AddYaml(await ReadAsync(file, options.BaseFolder, "", cancellationToken), file);
        }
        foreach (var text in options.SetJson)
        {
            builder.AddSetJson(text);
        }
        foreach (var text in options.Set)
        {
            builder.AddSet(text);
        }
        foreach (var text in options.SetString)
        {
            builder.AddSetString(text);
        }
        foreach (var text in options.SetFile)
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            builder.Apply(text, SetKind.File, "--set-file", path =>
            {
                files[path] = path;
                return path;
            }, trial: true);
            foreach (var path in files.Keys)
            {
                files[path] = await ReadAsync(path, options.BaseFolder, "failed parsing --set-file data: ", cancellationToken);
            }
            builder.Apply(text, SetKind.File, "--set-file", path => files[path]);
        }
        foreach (var text in options.SetLiteral)
        {
            builder.AddSetLiteral(text);
        }
        return builder.Build();
    }

    /// <summary>Merges the text of a values file over what is there; a null replaces.</summary>
    /// <exception cref="OptaException">OPTA5010: the text is not a YAML mapping.</exception>
    public ValuesBuilder AddYaml(string yaml, string name)
    {
        map = Merge(map, ChartValues.FromYaml(yaml, name).Map);
        return this;
    }

    /// <summary>Merges other values over what is there.</summary>
    public ValuesBuilder Add(ChartValues values)
    {
        map = Merge(map, values.Map);
        return this;
    }

    /// <summary>Adds what --set takes.</summary>
    public ValuesBuilder AddSet(string text) => Apply(text, SetKind.Typed, "--set");

    /// <summary>Adds what --set-string takes.</summary>
    public ValuesBuilder AddSetString(string text) => Apply(text, SetKind.String, "--set-string");

    /// <summary>Adds what --set-json takes.</summary>
    public ValuesBuilder AddSetJson(string text) => Apply(text, SetKind.Json, "--set-json");

    /// <summary>Adds what --set-literal takes.</summary>
    public ValuesBuilder AddSetLiteral(string text) => Apply(text, SetKind.Literal, "--set-literal");

    /// <summary>The values so far.</summary>
    public ChartValues Build() => new(DeepCopy.Of(map));

    private static GoMap Merge(GoMap a, GoMap b)
    {
        var result = a.Copy();
        foreach (var (key, value) in b.Unordered)
        {
            result[key] = value is GoMap over && result[key] is GoMap under ? Merge(under, over) : value;
        }
        return result;
    }

    private static async Task<string> ReadAsync(string path, string folder, string prefix, CancellationToken cancellationToken)
    {
        try
        {
            return GoText.FromBytes(await File.ReadAllBytesAsync(Path.Combine(folder, path), cancellationToken));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw HelmError.Of(HelmError.Values, $"{prefix}open {path}: no such file or directory", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw HelmError.Of(HelmError.Values, Directory.Exists(Path.Combine(folder, path)) ? $"{prefix}read {path}: is a directory" : $"{prefix}open {path}: permission denied", e);
        }
    }

    private ValuesBuilder Apply(string text, SetKind kind, string flag, Func<string, object?>? readFile = null, bool trial = false)
    {
        try
        {
            SetParser.ParseInto(text, trial ? DeepCopy.Of(map) : map, kind, readFile);
        }
        catch (FunctionException e)
        {
            throw HelmError.Of(HelmError.SetFlag, kind == SetKind.Json ? $"failed parsing --set-json data {text}" : $"failed parsing {flag} data: {e.Message}", e);
        }
        return this;
    }
}

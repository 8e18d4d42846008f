namespace OptaPS.Helm.Values;

/// <summary>Where values come from, with Helm's flags.</summary>
public sealed record ValuesOptions
{
    /// <summary>-f: files, later ones win.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>--set-json.</summary>
    public IReadOnlyList<string> SetJson { get; init; } = [];

    /// <summary>--set.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>--set-string.</summary>
    public IReadOnlyList<string> SetString { get; init; } = [];

    /// <summary>--set-file: key and path of a file.</summary>
    public IReadOnlyList<string> SetFile { get; init; } = [];

    /// <summary>--set-literal.</summary>
    public IReadOnlyList<string> SetLiteral { get; init; } = [];

    /// <summary>The folder that relative paths start from; empty for the current one.</summary>
    public string BaseFolder { get; init; } = "";
}

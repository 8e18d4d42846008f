namespace OptaPS.Requests;

/// <summary>Where a chart's values come from, with the meaning of Helm's flags.</summary>
public sealed record ChartValuesInput
{
    /// <summary>Values files, later ones win (<c>-f</c>).</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Texts of <c>--set</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Texts of <c>--set-string</c>.</summary>
    public IReadOnlyList<string> SetString { get; init; } = [];

    /// <summary>Texts of <c>--set-json</c>.</summary>
    public IReadOnlyList<string> SetJson { get; init; } = [];

    /// <summary>Texts of <c>--set-file</c>: key and path of a file.</summary>
    public IReadOnlyList<string> SetFile { get; init; } = [];

    /// <summary>Texts of <c>--set-literal</c>.</summary>
    public IReadOnlyList<string> SetLiteral { get; init; } = [];
}

namespace OptaPS.Helm.Charts;

/// <summary>An entry of a chart's dependencies.</summary>
public sealed record ChartDependency
{
    /// <summary>Name of the chart.</summary>
    public string Name { get; init; } = "";

    /// <summary>The range of versions that fits.</summary>
    public string Version { get; init; } = "";

    /// <summary>URL or alias of the repository.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Paths in the values, separated by commas, that switch the dependency.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Tags that switch the dependency.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The name under which the parent knows the chart.</summary>
    public string Alias { get; init; } = "";

    /// <summary>The entries of import-values: text, or a map of child and parent.</summary>
    internal GoList? ImportValues { get; init; }
}

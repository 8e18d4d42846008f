namespace OptaPS.Objects;

/// <summary>The contents of a release's record. Manifest and hooks may hold Secrets in clear, as in Helm.</summary>
/// <param name="Manifest">The manifest, hooks left out.</param>
/// <param name="Hooks">The hooks as text, one document each.</param>
/// <param name="Notes">The rendered notes.</param>
/// <param name="Values">The user's values as YAML.</param>
/// <param name="ComputedValues">The user's values over the chart's as YAML.</param>
public sealed record ReleaseDetail(string Manifest, string Hooks, string Notes, string Values, string ComputedValues)
{
    /// <summary>The chart's name.</summary>
    public string ChartName { get; init; } = "";

    /// <summary>The chart's version.</summary>
    public string ChartVersion { get; init; } = "";

    /// <summary>The user's values as JSON.</summary>
    public string ValuesJson { get; init; } = "{}";

    /// <summary>The user's values over the chart's as JSON.</summary>
    public string ComputedValuesJson { get; init; } = "{}";

    /// <summary>The test hooks with their last runs.</summary>
    public IReadOnlyList<ReleaseTest> Tests { get; init; } = [];

    /// <summary>The record as JSON, without the chart's files.</summary>
    public string RecordJson { get; init; } = "{}";
}

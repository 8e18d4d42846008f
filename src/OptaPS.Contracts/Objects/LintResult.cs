namespace OptaPS.Objects;

/// <summary>What the check of a chart found.</summary>
/// <param name="Chart">The chart's path as it was given.</param>
/// <param name="Findings">The findings.</param>
/// <param name="Failed">True when the chart is not fit for use.</param>
public sealed record LintResult(string Chart, IReadOnlyList<LintFinding> Findings, bool Failed);

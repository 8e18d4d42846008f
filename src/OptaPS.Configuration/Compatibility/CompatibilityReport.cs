namespace OptaPS.Configuration.Compatibility;

/// <summary>The places of one file that differences touch.</summary>
/// <param name="Path">The file as messages show it.</param>
/// <param name="Findings">The places in the order of the file; empty when the file means the same as in Opta.</param>
public sealed record CompatibilityReport(string Path, IReadOnlyList<CompatibilityFinding> Findings);

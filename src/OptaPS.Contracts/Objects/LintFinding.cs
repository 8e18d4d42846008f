namespace OptaPS.Objects;

/// <summary>A finding about a chart.</summary>
/// <param name="Severity">ERROR, WARNING or INFO; FATAL when there is no chart.</param>
/// <param name="Path">The file it is about, or empty.</param>
/// <param name="Message">What was found.</param>
public sealed record LintFinding(string Severity, string Path, string Message);

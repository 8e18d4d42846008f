namespace OptaPS.Agents;

/// <summary>One line of a report: a step, check or call.</summary>
/// <param name="Name">What was done or checked.</param>
/// <param name="Failure">Why it failed, several lines, or null when it went well.</param>
/// <param name="Duration">How long it took.</param>
public sealed record ReportCase(string Name, string? Failure, TimeSpan Duration);

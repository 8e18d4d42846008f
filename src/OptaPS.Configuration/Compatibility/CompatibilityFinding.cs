using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Compatibility;

/// <summary>A place in a file that a difference touches.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Location">The place.</param>
/// <param name="Excerpt">The line and a caret line; secrets are hidden.</param>
/// <param name="Detail">What exactly is there.</param>
/// <param name="IsError">True when the file does not load because of it.</param>
public sealed record CompatibilityFinding(Difference Difference, SourceLocation Location, string Excerpt, string Detail, bool IsError);

using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>Workflow commands of GitHub Actions, which become annotations; escaped so that text of a file cannot become a command.</summary>
public sealed class GitHubDiagnosticFormatter : IDiagnosticFormatter
{
    /// <inheritdoc/>
    public string Name => "github";

    /// <inheritdoc/>
    public void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var diagnostic in diagnostics)
        {
            var level = diagnostic.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
            var place = diagnostic.Location is { } at ? $"file={Property(at.File)},line={at.Line},col={at.Column}," : string.Empty;
            var allowed = diagnostic.Allowed is null ? string.Empty : $"\nAllowed: {diagnostic.Allowed}";
            var nearest = diagnostic.Nearest is null ? string.Empty : $"\nDid you mean {diagnostic.Nearest}?";
            output.WriteLine($"::{level} {place}title={Property(diagnostic.Code)}::{Data(diagnostic.Message + allowed + nearest)}");
        }
    }

    private static string Data(string text) =>
        LogCommands.Defuse(text).Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>For people: place, code and message, then the source line with a caret, what is allowed, the nearest name and the remedy.</summary>
public sealed class TextDiagnosticFormatter : IDiagnosticFormatter
{
    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Location is null ? string.Empty : diagnostic.Location + ": ";
            output.WriteLine(LogCommands.Defuse($"{place}{SeverityWords.Of(diagnostic.Severity)} {diagnostic.Code}: {diagnostic.Message}"));
            foreach (var line in diagnostic.Excerpt?.Split('\n') ?? [])
            {
                output.WriteLine("  | " + LogCommands.Defuse(line));
            }

            Detail(output, "allowed", diagnostic.Allowed);
            Detail(output, "did you mean", diagnostic.Nearest);
            Detail(output, "remedy", diagnostic.Remedy);
            Detail(output, "see", diagnostic.HelpLink);
        }
    }

    private static void Detail(TextWriter output, string label, string? text)
    {
        if (text is not null)
        {
            output.WriteLine($"  {label}: {LogCommands.Defuse(text)}");
        }
    }
}

using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>Logging commands of Azure Pipelines (<c>##vso[task.logissue]</c>), escaped so that text of a file cannot become a command.</summary>
public sealed class AzureDevOpsDiagnosticFormatter : IDiagnosticFormatter
{
    /// <inheritdoc/>
    public string Name => "azure-devops";

    /// <inheritdoc/>
    public void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity == Severity.Information)
            {
                output.WriteLine(LogCommands.Defuse(OneLine(diagnostic.ToString())));
                continue;
            }

            var place = diagnostic.Location is { } at ? $"sourcepath={Property(at.File)};linenumber={at.Line};columnnumber={at.Column};" : string.Empty;
            output.WriteLine($"##vso[task.logissue type={SeverityWords.Of(diagnostic.Severity)};{place}code={Property(diagnostic.Code)};]{Data(Message(diagnostic))}");
        }
    }

    private static string Message(Diagnostic diagnostic) =>
        diagnostic.Message + (diagnostic.Allowed is null ? string.Empty : $" Allowed: {diagnostic.Allowed}.") + (diagnostic.Nearest is null ? string.Empty : $" Did you mean {diagnostic.Nearest}?");

    private static string Data(string text) =>
        LogCommands.Defuse(text).Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);

    private static string OneLine(string text) => text.Replace('\r', ' ').Replace('\n', ' ');
}

using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>The formats for findings.</summary>
public static class DiagnosticFormatters
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<IDiagnosticFormatter> All { get; } =
    [
        new TextDiagnosticFormatter(), new JsonDiagnosticFormatter(), new SarifDiagnosticFormatter(), new AzureDevOpsDiagnosticFormatter(), new GitHubDiagnosticFormatter(),
    ];

    /// <summary>Finds a format by name, or null.</summary>
    public static IDiagnosticFormatter? Find(string name) => All.FirstOrDefault(formatter => formatter.Name == name);

    /// <summary>Gives findings as one text in a format.</summary>
    public static string Format(this IDiagnosticFormatter formatter, IReadOnlyList<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        using var output = new StringWriter { NewLine = "\n" };
        formatter.Write(diagnostics, output);
        return output.ToString();
    }
}

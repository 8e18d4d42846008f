using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Reporting;

/// <summary>Writes findings in one format.</summary>
public interface IDiagnosticFormatter
{
    /// <summary>The name for <c>--output</c>: <c>text</c>, <c>json</c>, <c>sarif</c>, <c>azure-devops</c> or <c>github</c>.</summary>
    string Name { get; }

    /// <summary>Writes all findings, in the order given.</summary>
    void Write(IReadOnlyList<Diagnostic> diagnostics, TextWriter output);
}

using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Operations.Findings;

namespace OptaPS.Cli.Output;

/// <summary>Prints the results of checks: as a table with the findings in full beside it, or as findings in a format for programs.</summary>
internal sealed class FindingWriter(TextWriter output, TextWriter error)
{
    /// <summary>The findings in a format on the output; what people want to know besides goes to the error stream.</summary>
    public void WriteOnly(IReadOnlyList<CheckResult> checks, string format)
    {
        FindingFormats.Write(format, Findings(checks), output);
        if (format == FindingFormats.Text)
            Summarize(checks);
    }

    /// <summary>A table on the output; the findings in full, and annotations for a build system, on the error stream.</summary>
    public void WriteTable(IReadOnlyList<CheckResult> checks, ResultWriter writer, string? annotations)
    {
        if (checks.Any(check => check.Measured.Length > 0))
            writer.List(checks, ("CHECK", c => c.Check), ("RESULT", Result), ("MEASURED", c => c.Measured), ("NEEDED", c => c.Needed), ("MESSAGE", c => c.Message));
        else
            writer.List(checks, ("CHECK", c => c.Check), ("RESULT", Result), ("FILE", c => c.Path), ("MESSAGE", c => c.Message));
        var findings = Findings(checks);
        new DiagnosticWriter(error, OutputFormat.Table).Write(findings);
        Summarize(checks);
        if (annotations is not null)
            FindingFormats.Write(annotations, findings, error);
    }

    private static List<Diagnostic> Findings(IReadOnlyList<CheckResult> checks) => [.. checks.Select(check => check.Diagnostic).OfType<Diagnostic>()];

    private static string Result(CheckResult check) => !check.Passed ? "FAILED" : check.Diagnostic?.Severity == Severity.Warning ? "warning" : check.Status is "Unknown" or "Skipped" ? check.Status.ToLowerInvariant() : "ok";

    private void Summarize(IReadOnlyList<CheckResult> checks)
    {
        var files = checks.Select(check => check.Path).Distinct(StringComparer.Ordinal).Count();
        var failed = checks.Where(check => !check.Passed).Select(check => check.Path).Distinct(StringComparer.Ordinal).Count();
        if (files > 1)
            error.WriteLine($"{files} files checked, {failed} with errors.");
    }
}

using System.Globalization;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Objects;

namespace OptaPS.Agents;

/// <summary>Writes the page that a build system shows for a run.</summary>
public static class MarkdownSummary
{
    /// <summary>Makes the page.</summary>
    /// <param name="title">The operation.</param>
    /// <param name="result">What it did, when it was an apply or a removal.</param>
    /// <param name="cases">Steps and checks.</param>
    /// <param name="findings">Errors and warnings.</param>
    public static string Make(string title, ApplyResult? result, IReadOnlyList<ReportCase> cases, IReadOnlyList<Diagnostic> findings)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(findings);
        var text = new StringBuilder();
        text.Append("## ").Append(Cell(title)).Append("\n\n");
        if (result is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{Cell(result.Status)}** on {Cell(result.Target)}: {result.Created} created, {result.Updated} updated, {result.Replaced} replaced, {result.Deleted} deleted, {result.Unchanged} unchanged{(result.LeftOut > 0 ? $", {result.LeftOut} left out" : "")} in {result.Duration.TotalSeconds:0.0} s.\n\n");
        }

        foreach (var finding in findings)
        {
            text.Append("- ").Append(finding.Severity == Severity.Error ? "Error" : "Warning").Append(" **").Append(finding.Code).Append("** ").Append(Cell(finding.Message));
            text.Append(finding.Remedy is null ? "\n" : $" {Cell(finding.Remedy)}\n");
        }

        if (findings.Count > 0)
            text.Append('\n');
        if (cases.Count > 0)
            Table(text, cases);
        return text.ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<ReportCase> cases)
    {
        text.Append("| Step | Result | Time |\n|---|---|---:|\n");
        foreach (var item in cases)
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(item.Name)} | {(item.Failure is null ? "ok" : "failed: " + Cell(item.Failure.Split('\n')[0]))} | {item.Duration.TotalSeconds:0.0} s |\n");
    }

    private static string Cell(string text) => LogCommands.DefuseLine(text).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

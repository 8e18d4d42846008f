using OptaPS.Configuration;
using OptaPS.Configuration.Compatibility;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>The places of files that mean something else, or more, than they did in Opta.</summary>
internal static class CompatibilityChecks
{
    public static async Task<IEnumerable<CheckResult>> RunAsync(TestEnvironmentRequest request, LoadOptions options, CancellationToken cancellationToken)
    {
        var reports = await new CompatibilityScanner().ScanAsync(request.Path, options, cancellationToken);
        return reports.SelectMany(report => report.Findings.Select(finding => Result(report.Path, finding, request)));
    }

    private static CheckResult Result(string path, CompatibilityFinding finding, TestEnvironmentRequest request)
    {
        var diagnostic = new Diagnostic("OPTA7005", finding.IsError ? Severity.Error : Severity.Warning, $"{finding.Difference.Title}: {finding.Detail}")
        {
            Location = finding.Location,
            Excerpt = finding.Excerpt,
            Category = DiagnosticCategory.InvalidData,
            Cause = finding.Difference.Opta,
            Remedy = $"{finding.Difference.Here} See docs/differences-from-opta.md#{finding.Difference.Id}.",
        };
        return new CheckResult(path, $"Compatibility:{finding.Difference.Id}", !finding.IsError)
        {
            Message = diagnostic.Message, Diagnostic = diagnostic, Target = TestEnvironmentOperation.TargetName(request),
        };
    }
}

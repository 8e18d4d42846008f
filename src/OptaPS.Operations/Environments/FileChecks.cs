using OptaPS.Configuration;
using OptaPS.Configuration.Folders;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Environments;

/// <summary>What the files themselves show; no call is made except for environments in git.</summary>
internal static class FileChecks
{
    public static async Task<IEnumerable<CheckResult>> OfFileAsync(TestEnvironmentRequest request, LoadOptions options, CancellationToken cancellationToken)
    {
        var report = await new FolderValidator().ValidateFileAsync(request.Path, options, cancellationToken);
        return Results(report with { Path = request.Path }, request);
    }

    public static async Task<IEnumerable<CheckResult>> OfFolderAsync(TestEnvironmentRequest request, LoadOptions options, CancellationToken cancellationToken)
    {
        var reports = await new FolderValidator().ValidateFolderAsync(request.Path, options, cancellationToken);
        var results = reports.Where(report => report.IsOptaFile || report.Diagnostics.Count > 0).SelectMany(report => Results(report, request)).ToList();
        return results.Count > 0 ? results : [NoFiles(request)];
    }

    private static IEnumerable<CheckResult> Results(FileReport report, TestEnvironmentRequest request)
    {
        var target = TestEnvironmentOperation.TargetName(request);
        if (report.Diagnostics.Count > 0)
        {
            return report.Diagnostics.Select(finding => new CheckResult(report.Path, "Schema", finding.Severity != Severity.Error)
            {
                Message = finding.Message, Diagnostic = finding, Target = target,
            });
        }

        var with = report.Environments.Count > 1 ? $", checked with {string.Join(", ", report.Environments)}" : "";
        return [new CheckResult(report.Path, "Schema", Passed: true) { Message = $"no findings{with}", Target = target }];
    }

    // A pipeline that checks a wrong folder must not be green.
    private static CheckResult NoFiles(TestEnvironmentRequest request)
    {
        var finding = new Diagnostic("OPTA7004", Severity.Error, "There is no environment or service file below the folder.")
        {
            Category = DiagnosticCategory.InvalidArgument,
            Resource = request.Path,
            Remedy = "Give the folder that holds the .yaml files; hidden folders, 'bin', 'obj' and 'node_modules' are left out.",
        };
        return new CheckResult(request.Path, "Schema", Passed: false) { Message = finding.Message, Diagnostic = finding, Target = TestEnvironmentOperation.TargetName(request) };
    }
}

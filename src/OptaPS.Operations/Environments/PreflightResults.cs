using OptaPS.Diagnostics;
using OptaPS.Engine.Preflight;
using OptaPS.Objects;

namespace OptaPS.Operations.Environments;

/// <summary>Shows preflight findings as check results and diagnostics.</summary>
internal static class PreflightResults
{
    public static CheckResult ToCheck(PreflightFinding finding, string path, string target) =>
        new(path, finding.Name, finding.Status != PreflightStatus.Failed)
        {
            Status = finding.Status.ToString(),
            Message = finding.Message,
            Measured = finding.Measured,
            Needed = finding.Needed,
            Remedy = finding.Remedy,
            Diagnostic = finding.Status is PreflightStatus.Failed or PreflightStatus.Warning ? ToDiagnostic(finding) : null,
            Target = target,
        };

    public static Diagnostic ToDiagnostic(PreflightFinding finding) =>
        new(finding.Code, finding.Status == PreflightStatus.Failed ? Severity.Error : Severity.Warning, finding.Message)
        {
            Category = finding.Name.StartsWith("Quota", StringComparison.Ordinal) ? DiagnosticCategory.QuotaExceeded : DiagnosticCategory.InvalidOperation,
            Resource = finding.Resource,
            Evidence = finding.Measured.Length == 0 ? [] : [$"measured: {finding.Measured}", $"needed: {finding.Needed}"],
            Remedy = finding.Remedy,
        };
}

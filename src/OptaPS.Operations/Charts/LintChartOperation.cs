using OptaPS.Helm.Rendering;
using OptaPS.Helm.Tools.Linting;
using OptaPS.Helm.Values;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Operations.Charts;

/// <summary>Checks a chart.</summary>
internal static class LintChartOperation
{
    public static async Task<LintResult> RunAsync(LintChartRequest request, CancellationToken cancellationToken)
    {
        var values = request.Values;
        var folder = request.Target.WorkingFolder;
        var options = new TemplateOptions
        {
            Arguments = [],
            Namespace = request.Namespace ?? "default",
            KubeVersion = request.KubeVersion,
            SkipSchemaValidation = request.SkipSchemaValidation,
            Values = new ValuesOptions
            {
                Files = values.Files,
                Set = values.Set,
                SetString = values.SetString,
                SetJson = values.SetJson,
                SetFile = values.SetFile,
                SetLiteral = values.SetLiteral,
                BaseFolder = folder,
            },
        };
        var found = await ChartLinter.LintAsync(Path.Combine(folder, request.Chart), options, cancellationToken);
        var findings = found.Select(finding => new LintFinding(finding.Severity, finding.Path, finding.Severity == ChartLinter.NoChart ? finding.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) : finding.Message)).ToList();
        return new LintResult(request.Chart, findings, findings.Exists(f => f.Severity is "ERROR" or ChartLinter.NoChart || (request.Strict && f.Severity == "WARNING")));
    }
}

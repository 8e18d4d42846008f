using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Charts;

/// <summary><c>opta chart lint</c>.</summary>
internal static class ChartLintCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddValues().AddGlobal()
            .Add("namespace", FlagKind.Text, "namespace of the release that is rendered", 'n')
            .Add("kube-version", FlagKind.Text, "Kubernetes version of .Capabilities")
            .Add("strict", FlagKind.Switch, "fail on warnings")
            .Add("quiet", FlagKind.Switch, "print warnings and errors only")
            .Add("skip-schema-validation", FlagKind.Switch, "do not look at values.schema.json")
            .Add("with-subcharts", FlagKind.Switch, "check the charts in charts/, too");
        return new FlagCommand("chart lint", "PATH... [flags]", "Check a chart's metadata, values, schema, templates and dependencies.", flags, given => RunAsync(front, given));
    }

    private static async Task<int> RunAsync(Front front, FlagValues given)
    {
        List<string> charts = given.Arguments.Count > 0 ? [.. given.Arguments] : ["."];
        if (given.Switch("with-subcharts"))
            charts.AddRange(charts.ToList().SelectMany(Subcharts));
        var failed = 0;
        var remarks = 0;
        foreach (var chart in charts)
        {
            var request = new LintChartRequest(Front.Target(given.Text("sandbox")), chart)
            {
                Values = ChartFlags.Values(given),
                Namespace = given.Text("namespace"),
                KubeVersion = given.Text("kube-version") ?? "",
                Strict = given.Switch("strict"),
                SkipSchemaValidation = given.Switch("skip-schema-validation"),
            };
            var exit = await ChartRun.RunAsync(front, given, request, async result =>
            {
                remarks += result.Findings.Any(finding => finding.Severity != "INFO") ? 1 : 0;
                await PrintAsync(front.Output, result, given.Switch("quiet"));
                return result.Failed ? ExitCodes.Failed : ExitCodes.Done;
            });
            failed += exit == ExitCodes.Done ? 0 : 1;
        }

        var summary = $"{charts.Count} chart(s) linted, {failed} chart(s) failed";
        if (failed > 0)
            await front.Error.WriteLineAsync("Error: " + summary);
        else if (!given.Switch("quiet") || remarks > 0)
            await front.Output.WriteLineAsync(summary);
        return failed > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static IEnumerable<string> Subcharts(string chart)
    {
        var folder = Path.Combine(chart, "charts");
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path) == "Chart.yaml" || path.EndsWith(".tgz", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path) == "Chart.yaml" ? Path.GetDirectoryName(path)! : path);
    }

    private static async Task PrintAsync(TextWriter output, LintResult result, bool quiet)
    {
        var shown = result.Findings.Where(finding => !quiet || finding.Severity != "INFO").ToList();
        if (quiet && shown.Count == 0)
            return;
        await output.WriteLineAsync($"==> Linting {result.Chart}");
        foreach (var finding in shown)
            await output.WriteLineAsync(finding.Severity == "FATAL" ? $"Error {finding.Message}" : $"[{finding.Severity}] {finding.Path}: {finding.Message}");
        await output.WriteLineAsync();
    }
}

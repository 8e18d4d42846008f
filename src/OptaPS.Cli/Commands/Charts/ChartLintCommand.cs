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
            .Refuse(FlagKind.Switch, "lint the charts in charts/ one by one", "with-subcharts");
        return new FlagCommand("chart lint", "PATH... [flags]", "Check a chart's metadata, values, schema, templates and dependencies.", flags, given => RunAsync(front, given));
    }

    private static async Task<int> RunAsync(Front front, FlagValues given)
    {
        IReadOnlyList<string> charts = given.Arguments.Count > 0 ? given.Arguments : ["."];
        var failed = 0;
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
                await PrintAsync(front.Output, result, given.Switch("quiet"));
                return result.Failed ? ExitCodes.Failed : ExitCodes.Done;
            });
            failed += exit == ExitCodes.Done ? 0 : 1;
        }

        var summary = $"{charts.Count} chart(s) linted, {failed} chart(s) failed";
        if (failed > 0)
            await front.Error.WriteLineAsync("Error: " + summary);
        else if (!given.Switch("quiet"))
            await front.Output.WriteLineAsync(summary);
        return failed > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static async Task PrintAsync(TextWriter output, LintResult result, bool quiet)
    {
        var shown = result.Findings.Where(finding => !quiet || finding.Severity != "INFO").ToList();
        if (quiet && shown.Count == 0)
            return;
        await output.WriteLineAsync($"==> Linting {result.Chart}");
        foreach (var finding in shown)
            await output.WriteLineAsync($"[{finding.Severity}] {finding.Path}: {finding.Message}");
        await output.WriteLineAsync();
    }
}

using OptaPS.Cli.Flags;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Commands.Releases;
using OptaPS.Requests;

namespace OptaPS.Cli.Commands.Charts;

/// <summary><c>opta chart template</c>: prints what <c>helm template</c> prints.</summary>
internal static class ChartTemplateCommand
{
    public static FlagCommand Create(Front front)
    {
        var flags = new FlagSet().AddValues().AddSource().AddCluster().AddGlobal()
            .Add("api-versions", FlagKind.CommaList, "API versions added to .Capabilities", 'a')
            .Add("kube-version", FlagKind.Text, "Kubernetes version of .Capabilities")
            .Add("include-crds", FlagKind.Switch, "print the files of crds/, too")
            .Add("no-hooks", FlagKind.Switch, "leave hooks out")
            .Add("skip-tests", FlagKind.Switch, "leave test hooks out")
            .Add("is-upgrade", FlagKind.Switch, "render as for an upgrade")
            .Add("show-only", FlagKind.List, "only these templates", 's')
            .Add("name-template", FlagKind.Text, "template of the release's name")
            .Add("generate-name", FlagKind.Switch, "excludes a given name", 'g')
            .Add("dependency-update", FlagKind.Switch, "fetch missing dependencies first")
            .Add("validate", FlagKind.Switch, "take capabilities from the cluster and check that it serves every kind")
            .Add("dry-run", FlagKind.OptionalText, "client, or server: lookup reads the cluster")
            .Add("post-renderer", FlagKind.Text, "program that changes the manifests")
            .Add("post-renderer-args", FlagKind.List, "argument of the post-renderer")
            .Add("render-subchart-notes", FlagKind.Switch, "render notes of subcharts, too")
            .Add("skip-schema-validation", FlagKind.Switch, "do not look at values.schema.json")
            .Accept(FlagKind.Switch, "skip-crds", "create-namespace", "atomic", "rollback-on-failure", "wait", "wait-for-jobs", "replace", "force", "hide-notes", "hide-secret", "disable-openapi-validation", "take-ownership", "release-name")
            .Accept(FlagKind.Text, "timeout", "description")
            .Add("labels", FlagKind.List, "(accepted; without effect here)", 'l')
            .Refuse(FlagKind.Text, "redirect the output, or use --show-only", "output-dir")
            .Refuse(FlagKind.Switch, "templates cannot ask the name service", "enable-dns");
        return new FlagCommand("chart template", "[NAME] CHART [flags]", "Render a chart and print the manifests, byte for byte as helm template does.", flags, given => RunAsync(front, given));
    }

    private static Task<int> RunAsync(Front front, FlagValues given)
    {
        given.Duration("timeout", TimeSpan.Zero);
        foreach (var labels in given.List("labels"))
            LabelText.Check("labels", labels);
        var request = new ExpandChartRequest(Front.Target(given.Text("sandbox")), given.Arguments)
        {
            Namespace = given.Text("namespace") is { Length: > 0 } chosen ? chosen : null,
            Values = ChartFlags.Values(given),
            Source = ChartFlags.Source(given),
            NameTemplate = given.Text("name-template") ?? "",
            GenerateName = given.Switch("generate-name"),
            KubeVersion = given.Text("kube-version") ?? "",
            ApiVersions = given.List("api-versions"),
            IncludeCrds = given.Switch("include-crds"),
            NoHooks = given.Switch("no-hooks"),
            SkipTests = given.Switch("skip-tests"),
            IsUpgrade = given.Switch("is-upgrade"),
            ShowOnly = given.List("show-only"),
            SubchartNotes = given.Switch("render-subchart-notes"),
            SkipSchemaValidation = given.Switch("skip-schema-validation"),
            PostRenderer = given.Text("post-renderer") ?? "",
            PostRendererArguments = given.List("post-renderer-args"),
            DependencyUpdate = given.Switch("dependency-update"),
            Validate = given.Switch("validate"),
            Lookup = given.Text("dry-run") switch
            {
                null or "" or "client" or "none" or "true" or "false" => false,
                "server" => true,
                var other => throw new FlagException($"invalid argument \"{other}\" for \"--dry-run\" flag: client or server is wanted"),
            },
            Cluster = ClusterFlags.Choice(given),
        };
        return ChartRun.RunAsync(front, given, request, async chart =>
        {
            foreach (var message in chart.Messages)
                await front.Output.WriteLineAsync(message);
            return await ChartRun.WriteAsync(front, chart.Utf8);
        }, renders: true);
    }
}

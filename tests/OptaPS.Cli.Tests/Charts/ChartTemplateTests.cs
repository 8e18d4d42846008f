using OptaPS.Testing;
using YamlDotNet.RepresentationModel;

namespace OptaPS.Cli.Tests.Charts;

/// <summary>Cases of the recorded corpus through the real command line, compared byte by byte; Conformance.Tests runs the whole of it in-process.</summary>
public sealed class ChartTemplateTests
{
    private static readonly string Corpus = Path.Combine(Repository.Root, "tests", "OptaPS.Conformance.Tests", "Helm", "corpus", "charts");

    [Theory]
    [InlineData("app-stack", 1)]
    [InlineData("capabilities", 2)]
    [InlineData("crds", 1)]
    [InlineData("crlf", 0)]
    [InlineData("hooks", 1)]
    [InlineData("missing-dependency", 0)]
    [InlineData("namespaces", 1)]
    [InlineData("packaged", 0)]
    [InlineData("release-names", 2)]
    [InlineData("required-fail", 0)]
    [InlineData("schema", 1)]
    [InlineData("show-only", 1)]
    [InlineData("subcharts", 1)]
    [InlineData("utf8", 0)]
    [InlineData("values-merge", 5)]
    public async Task Template_PrintsWhatHelmPrints(string chart, int number)
    {
        var folder = Path.Combine(Corpus, chart);
        var @case = Read(Path.Combine(folder, "cases.yaml"), number);
        using var program = new OptaProgram { StartFolder = folder };
        var result = await program.RunAsync([.. Arguments(@case)]);
        var golden = Path.Combine(folder, Text(@case, "golden")!);
        var expected = await File.ReadAllTextAsync(golden);
        if (golden.EndsWith(".error", StringComparison.Ordinal))
        {
            Assert.True(result.Exit == 1, result.ToString());
            Assert.Empty(result.Output);
            Assert.StartsWith("Error: ", result.Error, StringComparison.Ordinal);
            Assert.All(expected.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line, result.Error, StringComparison.Ordinal));
            return;
        }

        Assert.True(result.Exit == 0, result.ToString());
        Assert.Equal(expected, result.Output);
    }

    [Theory]
    [InlineData("Error: non-absolute URLs should be in form of repo_name/path_to_chart, got: ", "chart", "template", "x", "")]
    [InlineData("Error: expected at most two arguments, unexpected arguments: server", "chart", "template", "x", "chart", "--dry-run", "server")]
    [InlineData("Error: unknown flag: --nope", "chart", "template", "x", "chart", "--nope")]
    [InlineData("Error: invalid argument \"5\" for \"--timeout\" flag: time: missing unit in duration \"5\"", "chart", "template", "x", "chart", "--timeout", "5")]
    [InlineData("Error: invalid argument \"9999999h\" for \"--timeout\" flag: time: invalid duration \"9999999h\"", "release", "test", "x", "--timeout", "9999999h")]
    [InlineData("Error: invalid argument \"a=b,c=d,e\" for \"-l, --labels\" flag: e must be formatted as key=value", "chart", "template", "x", "chart", "-l", "a=b,c=d,e")]
    [InlineData("Error: user supplied labels contains system reserved label name. System labels: [name owner status version createdAt modifiedAt]", "chart", "template", "x", "chart", "--labels", "owner=me")]
    [InlineData("Error: flag needs an argument: --set", "chart", "template", "x", "chart", "--set")]
    [InlineData("Error: the flag --output-dir is not supported", "chart", "template", "x", "chart", "--output-dir", "out")]
    [InlineData("Error: cannot set --generate-name and also specify a name", "chart", "template", "x", "chart", "--generate-name")]
    [InlineData("Error: unknown command \"nope\" for \"opta chart\"", "chart", "nope")]
    [InlineData("Error: repo stable not found", "chart", "template", "x", "stable/redis")]
    public async Task UnusableCommandLine_EndsAsHelmDoes(string message, params string[] arguments)
    {
        using var program = new OptaProgram { StartFolder = Path.Combine(Corpus, "helpers") };
        var result = await program.RunAsync(arguments);
        Assert.True(result.Exit == 1, result.ToString());
        Assert.Empty(result.Output);
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependencies_AreFetchedLockedAndBuiltAgain()
    {
        using var program = new OptaProgram();
        program.Write("parent/Chart.yaml", "apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies:\n- name: child\n  version: 1.x.x\n  repository: file://../child\n");
        program.Write("child/Chart.yaml", "apiVersion: v2\nname: child\nversion: 1.2.3\n");
        program.Write("child/templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n");

        Assert.Contains("missing", (await program.RunAsync("chart", "dependency", "list", "parent")).Output, StringComparison.Ordinal);
        var rendered = await program.RunAsync("chart", "template", "p", "parent", "--dependency-update");
        Assert.True(rendered.Exit == 0, rendered.ToString());
        Assert.Equal("Saving 1 charts\nDeleting outdated charts\n---\n# Source: parent/charts/child/templates/c.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n", rendered.Output);
        Assert.Contains("version: 1.2.3", await File.ReadAllTextAsync(Path.Combine(program.Folder, "parent", "Chart.lock")), StringComparison.Ordinal);

        var archive = Path.Combine(program.Folder, "parent", "charts", "child-1.2.3.tgz");
        File.Delete(archive);
        var built = await program.RunAsync("chart", "dependency", "build", "parent");
        Assert.True(built.Exit == 0, built.ToString());
        Assert.True(File.Exists(archive));

        program.Write("parent/Chart.yaml", "apiVersion: v2\nname: parent\nversion: 0.1.0\ndependencies:\n- name: child\n  version: 2.x.x\n  repository: file://../child\n");
        var stale = await program.RunAsync("chart", "dependency", "build", "parent");
        Assert.Equal(1, stale.Exit);
        Assert.Contains("out of sync", stale.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_FindsWhatIsWrong()
    {
        using var program = new OptaProgram();
        program.Write("bad/Chart.yaml", "apiVersion: v2\nname: bad\nversion: one\n");
        program.Write("bad/templates/c.yaml", "kind: {{ .Values.a.b }}\n");
        var result = await program.RunAsync("chart", "lint", "bad");
        Assert.Equal(1, result.Exit);
        Assert.Contains("[ERROR] Chart.yaml: version 'one' is not a valid SemVer", result.Output, StringComparison.Ordinal);
        Assert.Contains("1 chart(s) linted, 1 chart(s) failed", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Arguments(YamlMappingNode @case)
    {
        yield return "chart";
        yield return "template";
        if (Text(@case, "release") is { Length: > 0 } release)
            yield return release;
        yield return Text(@case, "chart") ?? "chart";
        if (Text(@case, "namespace") is { } space)
        {
            yield return "--namespace";
            yield return space;
        }

        foreach (var file in Texts(@case, "valuesFiles"))
        {
            yield return "-f";
            yield return file;
        }

        foreach (var argument in Texts(@case, "args"))
            yield return argument;
    }

    private static YamlMappingNode Read(string path, int number)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)((YamlMappingNode)stream.Documents[0].RootNode)["cases"][number];
    }

    private static string? Text(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? ((YamlScalarNode)node).Value : null;

    private static IEnumerable<string> Texts(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? ((YamlSequenceNode)node).Children.Select(item => ((YamlScalarNode)item).Value!) : [];
}

using OptaPS.Helm.Rendering;
using OptaPS.Helm.Tools.Linting;

namespace OptaPS.Helm.Tests.Tools;

/// <summary>The expected findings are what helm lint 3.21 printed for the same charts.</summary>
public sealed class ChartLinterTests : IDisposable
{
    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private readonly string folder = Directory.CreateTempSubdirectory("opta-lint").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ManyFaults_AreFoundInHelmsWordsAndOrder()
    {
        Write("Chart.yaml", """
            apiVersion: v2
            name: bad
            version: 1.2.3
            appVersion: 3
            type: application
            maintainers:
              - name: A
                email: nobody
            sources: ["no address"]
            icon: "://x"
            dependencies:
              - {name: lost, version: "1", repository: ""}
            """);
        Write("values.yaml", "port: 1\n");
        Write("charts/stray/Chart.yaml", "apiVersion: v2\nname: stray\nversion: 1.0.0\n");
        Write("templates/a.yaml", "  apiVersion: v1\n  kind: Service\n  metadata: {name: 1a_B}\n");
        Write("templates/b.md", "x\n");
        Write("templates/c.yaml", """
            apiVersion: policy/v1beta1
            kind: PodDisruptionBudget
            metadata: {name: p}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d}
            ---
            apiVersion: v1
            kind: List
            items:
              - metadata: {annotations: {helm.sh/resource-policy: keep}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ required "a name is needed" .Values.nope }}}
            ---
            # {{ fail "never" }}
            # helm.sh/hook: crd-install
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: "a%b:c"}
            """);

        Assert.Equal(
            [
                ("ERROR", "Chart.yaml", "appVersion should be of type string but it's of type float64"),
                ("ERROR", "Chart.yaml", "invalid email 'nobody' for maintainer 'A'"),
                ("ERROR", "Chart.yaml", "invalid source URL 'no address'"),
                ("ERROR", "Chart.yaml", "invalid icon URL '://x'"),
                ("WARNING", "templates/a.yaml", "document starts with an illegal indent: \"  apiVersion: v1\", which may cause parsing problems"),
                ("WARNING", "templates/a.yaml", "object name does not conform to Kubernetes naming requirements: \"1a_B\": metadata.name: Invalid value: \"1a_B\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"),
                ("ERROR", "templates/b.md", "file extension '.md' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt"),
                ("WARNING", "templates/c.yaml", "manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory at the top level of the chart"),
                ("WARNING", "templates/c.yaml", "policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget"),
                ("ERROR", "templates/c.yaml", "a Deployment must contain matchLabels or matchExpressions, and \"d\" does not"),
                ("WARNING", "templates/c.yaml", $"object name does not conform to Kubernetes naming requirements: \"\": metadata.name: Invalid value: \"\": {Subdomain}"),
                ("WARNING", "templates/c.yaml", $"object name does not conform to Kubernetes naming requirements: \"\": metadata.name: Invalid value: \"\": {Subdomain}"),
                ("WARNING", "templates/c.yaml", "object name does not conform to Kubernetes naming requirements: \"a%b:c\": metadata.name: Invalid value: \"a%b:c\": may not contain '%'"),
                ("ERROR", folder, "chart metadata is missing these dependencies: stray"),
                ("WARNING", folder, "chart directory is missing these dependencies: lost"),
            ],
            await ChartLinter.LintAsync(folder, Options, default));
    }

    [Fact]
    public async Task BrokenChart_IsNoReasonToStopLooking()
    {
        Write("Chart.yaml", """
            apiVersion: v1
            name: bad
            version: 1.2
            type: application
            dependencies:
              - {name: lost, version: "1", repository: ""}
              - {name: lost, version: "2", repository: ""}
            """);
        Write("values.yaml", "port: text\n");
        Write("values.schema.json", """{"properties":{"port":{"type":"integer"}}}""");
        Write("templates/a.yaml", "a: 1\n");

        Assert.Equal(
            [
                ("ERROR", "Chart.yaml", "version should be of type string but it's of type float64"),
                ("INFO", "Chart.yaml", "icon is recommended"),
                ("ERROR", "Chart.yaml", "chart type is not valid in apiVersion 'v1'. It is valid in apiVersion 'v2'"),
                ("ERROR", "Chart.yaml", "dependencies are not valid in the Chart file with apiVersion 'v1'. They are valid in apiVersion 'v2'"),
                ("ERROR", "values.yaml", "- at '/port': got string, want integer\n"),
                ("ERROR", "templates/", "validation: more than one dependency with name or alias \"lost\""),
                ("ERROR", "", "unable to load chart\n\tvalidation: more than one dependency with name or alias \"lost\""),
            ],
            await ChartLinter.LintAsync(folder, Options, default));
    }

    [SkippableFact]
    public async Task DeadSymbolicLink_IsAFindingAmongTheOthers()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        Write("values.yaml", "a: 1\n");
        Directory.CreateSymbolicLink(Path.Combine(folder, "crds"), "../nowhere");
        const string Problem = "the chart has a symbolic link to nothing: crds -> ../nowhere";
        Assert.Equal(
            [("INFO", "Chart.yaml", "icon is recommended"), ("ERROR", "templates/", Problem), ("ERROR", "", "unable to load chart\n\t" + Problem)],
            await ChartLinter.LintAsync(folder, Options, default));
    }

    [Fact]
    public async Task NullThatNobodySets_IsMissingForTheSchemaOfTheWholeChart()
    {
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nicon: https://a.test/i.png\n");
        Write("values.yaml", "a:\n");
        Write("values.schema.json", """{"required":["a"],"properties":{"a":{"type":"string"}}}""");
        Write("templates/a.yaml", "x: 1\n");
        var found = await ChartLinter.LintAsync(folder, Options, default);
        Assert.Contains("- at '/a': got null, want string", found[0].Message, StringComparison.Ordinal);
        Assert.Contains("- at '': missing property 'a'", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderWithoutChart_IsSaidToBeNone()
    {
        var found = Assert.Single(await ChartLinter.LintAsync(folder, Options, default));

        Assert.Equal(ChartLinter.NoChart, found.Severity);
        Assert.StartsWith("unable to check Chart.yaml file in chart: stat ", found.Message, StringComparison.Ordinal);
    }

    private static TemplateOptions Options => new() { Arguments = [], Namespace = "default" };

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

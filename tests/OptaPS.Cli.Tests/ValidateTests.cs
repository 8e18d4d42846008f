using System.Text.Json.Nodes;
using OptaPS.Testing;

namespace OptaPS.Cli.Tests;

/// <summary><c>opta validate</c> on files and folders: what it prints, where, and its exit code.</summary>
public sealed class ValidateTests : IDisposable
{
    private const string Environment = "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules:\n  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n";
    private const string Service = "name: hello\nenvironments: [{name: staging, path: env.yaml}]\nmodules:\n  - type: k8s-service\n    name: app\n    image: acme/app:1\n    port: {http: 80}\n";

    private readonly OptaProgram opta = new();

    public void Dispose() => opta.Dispose();

    [Fact]
    public async Task GoodFile_EndsWithZero()
    {
        opta.Write("env.yaml", Environment);
        var result = await opta.RunAsync("validate", "env.yaml", "--offline");
        Assert.True(result.Exit == 0, result.ToString());
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task BadFile_EndsWithTwo_AndShowsPlaceExcerptAllowedNearestAndLink()
    {
        opta.Write("env.yaml", Environment + "  - type: bsae\n");
        var result = await opta.RunAsync("validate", "env.yaml");
        Assert.True(result.Exit == 2, result.ToString());
        Assert.Contains("env.yaml:8:11: error OPTA1201: The module type 'bsae' is not known.\n  |   - type: bsae\n  |           ^\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("  allowed: aws-base, ", result.Error, StringComparison.Ordinal);
        Assert.Contains("  did you mean: base\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("  see: docs/errors/1xxx.md#opta1201\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ChecksEveryOptaFile_AndReportsEachFinding()
    {
        opta.Write("env.yaml", Environment);
        opta.Write("values.yaml", "replicaCount: 1\n");
        for (var i = 0; i < 200; i++)
            opta.Write($"services/s{i:000}.yaml", Service.Replace("hello", $"hello-{i}", StringComparison.Ordinal).Replace("env.yaml", "../env.yaml", StringComparison.Ordinal) + (i % 50 == 0 ? "    imagee: x\n" : ""));

        var result = await opta.RunAsync("validate", ".", "--format", "json");
        Assert.True(result.Exit == 2, result.ToString());
        var document = JsonNode.Parse(result.Output)!;
        Assert.Equal((4, 0), ((int)document["errors"]!, (int)document["warnings"]!));
        Assert.Equal(
            ["services/s000.yaml:8:5:OPTA1210", "services/s050.yaml:8:5:OPTA1210", "services/s100.yaml:8:5:OPTA1210", "services/s150.yaml:8:5:OPTA1210"],
            document["diagnostics"]!.AsArray().Select(d => $"{d!["file"]}:{d["line"]}:{d["column"]}:{d["code"]}"));

        var table = await opta.RunAsync("validate", ".");
        Assert.Equal(2, table.Exit);
        Assert.Equal(202, table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("201 files checked, 4 with errors.", table.ErrorLines);
    }

    [Fact]
    public async Task Sarif_IsAllThatIsOnTheOutput_AndHasPositions()
    {
        opta.Write("env.yaml", Environment + "  - type: bsae\n");
        var result = await opta.RunAsync("validate", ".", "--format", "sarif");
        Assert.Equal(2, result.Exit);
        Assert.Empty(result.Error);
        var log = JsonNode.Parse(result.Output)!;
        Assert.Equal("2.1.0", (string?)log["version"]);
        var place = Assert.Single(log["runs"]![0]!["results"]!.AsArray())!["locations"]![0]!["physicalLocation"]!;
        Assert.Equal("env.yaml", (string?)place["artifactLocation"]!["uri"]);
        Assert.Equal((8, 11), ((int)place["region"]!["startLine"]!, (int)place["region"]!["startColumn"]!));
    }

    [Theory]
    [InlineData("TF_BUILD", "True", "##vso[task.logissue type=error;sourcepath=env.yaml;linenumber=8;columnnumber=11;code=OPTA1201;]")]
    [InlineData("GITHUB_ACTIONS", "true", "::error file=env.yaml,line=8,col=11,title=OPTA1201::")]
    public async Task BuildSystem_GetsAnnotationsOnTheErrorStream_UnlessAFormatIsGiven(string variable, string value, string annotation)
    {
        opta.Write("env.yaml", Environment + "  - type: bsae\n");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value };
        var result = await opta.RunAsync(variables, "validate", "env.yaml", "--offline");
        Assert.Single(result.ErrorLines, line => line.StartsWith(annotation, StringComparison.Ordinal));
        Assert.Contains("env.yaml:8:11: error OPTA1201", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(annotation, result.Output, StringComparison.Ordinal);

        var formatted = await opta.RunAsync(variables, "validate", "env.yaml", "--offline", "--format", "text");
        Assert.DoesNotContain(annotation, formatted.Output + formatted.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("azure-devops")]
    [InlineData("github")]
    [InlineData(null)]
    public async Task TextOfAFile_CannotBecomeACommandOfABuildSystem(string? format)
    {
        opta.Write("env.yaml", Environment + "  - type: \"##vso[task.setvariable variable=x]y\\r\\n::set-output name=a::b\"\n::set-env name=PATH::x: 1\n\"##[error]z\": 2\n");
        foreach (var variable in new[] { "TF_BUILD", "GITHUB_ACTIONS" })
        {
            var result = await opta.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = "true" }, ["validate", "env.yaml", "--offline", .. format is null ? Array.Empty<string>() : ["--format", format]]);
            Assert.True(result.Exit == 2, result.ToString());
            var lines = (result.Output + result.Error).Split('\n').Select(line => line.Trim()).ToList();

            // Azure Pipelines looks for its mark anywhere in a line, GitHub for its own at the start of a line. Only our own annotations may have them.
            var azure = lines.Where(line => line.Contains("##vso[", StringComparison.OrdinalIgnoreCase)).ToList();
            Assert.All(azure, line => Assert.True(line.LastIndexOf("##vso[", StringComparison.OrdinalIgnoreCase) == 0 && line.StartsWith("##vso[task.logissue type=error;sourcepath=env.yaml;", StringComparison.Ordinal), line));
            Assert.DoesNotContain(lines, line => line.Contains("##[", StringComparison.Ordinal));
            Assert.All(lines.Where(line => line.StartsWith("::", StringComparison.Ordinal)), line => Assert.StartsWith("::error file=env.yaml,", line, StringComparison.Ordinal));
            Assert.Equal(format == "azure-devops" || (format is null && variable == "TF_BUILD"), azure.Count > 0);
        }
    }

    [Fact]
    public async Task OpenVariable_IsNoError()
    {
        opta.Write("env.yaml", "input_variables: [{name: size}]\n" + Environment.Replace("k8s-cluster\n", "k8s-cluster\n    max_nodes: '{vars.size}'\n", StringComparison.Ordinal));
        Assert.Equal(0, (await opta.RunAsync("validate", "env.yaml", "--offline")).Exit);
        var wrong = await opta.RunAsync("validate", "env.yaml", "--offline", "--var", "size=many");
        Assert.True(wrong.Exit == 2 && wrong.Error.Contains("OPTA1212", StringComparison.Ordinal), wrong.ToString());

        // With a target, what is open is named and the file's own result stays.
        var online = await opta.RunAsync("validate", "env.yaml");
        Assert.True(online.Exit == 0 && online.Error.Contains("warning OPTA7006", StringComparison.Ordinal), online.ToString());
    }

    [Fact]
    public async Task Compatibility_NamesThePlacesThatDiffer_AndIsNoFailure()
    {
        opta.Write("env.yaml", Environment);
        var plain = await opta.RunAsync("validate", "env.yaml", "--offline", "--format", "json");
        Assert.Equal(0, (int)JsonNode.Parse(plain.Output)!["warnings"]!);
        var result = await opta.RunAsync("validate", "env.yaml", "--compatibility", "--format", "json");
        Assert.True(result.Exit == 0, result.ToString());
        var findings = JsonNode.Parse(result.Output)!["diagnostics"]!.AsArray();
        Assert.Contains(findings, f => (string?)f!["code"] == "OPTA7005" && (int)f["line"]! == 6 && ((string?)f["remedy"])!.Contains("docs/differences-from-opta.md#newer-defaults", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FolderWithoutFiles_MissingFile_AndUnknownFormat_AreBadInput()
    {
        opta.Write("empty/values.yaml", "a: 1\n");
        var empty = await opta.RunAsync("validate", "empty");
        Assert.True(empty.Exit == 2 && empty.Error.Contains("OPTA7004", StringComparison.Ordinal), empty.ToString());
        var missing = await opta.RunAsync("validate", "nowhere.yaml");
        Assert.True(missing.Exit == 2 && missing.Error.Contains("OPTA1001", StringComparison.Ordinal), missing.ToString());
        var format = await opta.RunAsync("validate", "empty", "--format", "xml");
        Assert.True(format.Exit == 2 && format.Error.Contains("sarif", StringComparison.Ordinal), format.ToString());
        var option = await opta.RunAsync("validate", "--formt");
        Assert.True(option.Exit == 2 && option.Error.Contains("'--formt'", StringComparison.Ordinal), option.ToString());
    }

    [SkippableFact]
    public async Task Pipe_IsAFinding_NotAWaitWithoutEnd()
    {
        var mkfifo = RequiredProgram.Find("mkfifo");
        opta.Write("env.yaml", Environment);
        using var made = System.Diagnostics.Process.Start(mkfifo, [Path.Combine(opta.Folder, "pipe.yaml")]);
        await made.WaitForExitAsync();
        var result = await opta.RunAsync("validate", "pipe.yaml", "--offline");
        Assert.True(result.Exit == 2 && result.Error.Contains("OPTA1002", StringComparison.Ordinal), result.ToString());
    }

    [Fact]
    public async Task Examples_AreAllValid()
    {
        var result = await opta.RunAsync("validate", Path.Combine(Repository.Root, "examples"), "--format", "json");
        Assert.True(result.Exit == 0, result.ToString());
        Assert.Empty(JsonNode.Parse(result.Output)!["diagnostics"]!.AsArray());
    }
}

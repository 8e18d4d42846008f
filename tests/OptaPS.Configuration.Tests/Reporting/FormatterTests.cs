using System.Text.Json.Nodes;
using OptaPS.Configuration.Reporting;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Tests.Reporting;

public sealed class FormatterTests
{
    private const string Hostile = "bad ]; \r\n##vso[task.setvariable variable=x]y\n::set-output name=a::b % ##[command]rm";

    private static readonly Diagnostic[] Findings =
    [
        new("OPTA1201", Severity.Error, "The module type 'bsae' is not known.") { Location = new SourceLocation("envs/my file.yaml", 7, 11), Excerpt = "  - type: bsae\n          ^", Allowed = "base, redis", Nearest = "base" },
        new("OPTA1404", Severity.Warning, "Out of support.") { Location = new SourceLocation("envs/my file.yaml", 9, 3) },
        new("OPTA1001", Severity.Error, "No place."),
        new("OPTA1405", Severity.Information, "Only so you know."),
    ];

    private static readonly Diagnostic[] Attack = [new("OPTA1210", Severity.Error, Hostile) { Location = new SourceLocation("a;b]c:d,e\n.yaml", 1, 1), Excerpt = "##vso[task.complete result=Succeeded;]\n^", Allowed = Hostile, Nearest = Hostile, Remedy = Hostile }];

    [Fact]
    public void Json_HoldsEveryField()
    {
        var root = JsonNode.Parse(Format("json", Findings))!;
        Assert.Equal((2, 1), (root["errors"]!.GetValue<int>(), root["warnings"]!.GetValue<int>()));
        var first = root["diagnostics"]![0]!;
        Assert.Equal("OPTA1201|error|envs/my file.yaml|7|11|base|docs/errors/1xxx.md#opta1201", string.Join('|', first["code"], first["severity"], first["file"], first["line"], first["column"], first["nearest"], first["help"]));
        Assert.Null(root["diagnostics"]![2]!["file"]);
    }

    [Fact]
    public void Sarif_HasTheRequiredProperties()
    {
        var root = JsonNode.Parse(Format("sarif", Findings))!;
        Assert.Equal("2.1.0", (string?)root["version"]);
        var run = root["runs"]![0]!;
        Assert.Equal("OptaPS", (string?)run["tool"]!["driver"]!["name"]);
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        foreach (var result in run["results"]!.AsArray())
        {
            Assert.Equal((string?)result!["ruleId"], (string?)rules[(int)result["ruleIndex"]!]!["id"]);
            Assert.Contains((string?)result["level"], new[] { "error", "warning", "note" });
            Assert.NotEmpty((string?)result["message"]!["text"] ?? string.Empty);
        }

        var place = run["results"]![0]!["locations"]![0]!["physicalLocation"]!;
        Assert.Equal("envs/my%20file.yaml", (string?)place["artifactLocation"]!["uri"]);
        Assert.Equal((7, 11), ((int)place["region"]!["startLine"]!, (int)place["region"]!["startColumn"]!));
        Assert.Null(run["results"]![2]!["locations"]);
    }

    [Fact]
    public void AzureDevOps_WritesOneCommandPerFinding()
    {
        var lines = Format("azure-devops", Findings).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("##vso[task.logissue type=error;sourcepath=envs/my file.yaml;linenumber=7;columnnumber=11;code=OPTA1201;]The module type 'bsae' is not known. Allowed: base, redis. Did you mean base?", lines[0]);
        Assert.Equal("##vso[task.logissue type=warning;sourcepath=envs/my file.yaml;linenumber=9;columnnumber=3;code=OPTA1404;]Out of support.", lines[1]);
        Assert.Equal("##vso[task.logissue type=error;code=OPTA1001;]No place.", lines[2]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void GitHub_WritesOneAnnotationPerFinding()
    {
        var lines = Format("github", Findings).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("::error file=envs/my file.yaml,line=7,col=11,title=OPTA1201::The module type 'bsae' is not known.%0AAllowed: base, redis%0ADid you mean base?", lines[0]);
        Assert.StartsWith("::notice title=OPTA1405::", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void HostileText_CannotBecomeACommand()
    {
        var azure = Format("azure-devops", Attack);
        Assert.Single(azure.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, azure.LastIndexOf("##vso[", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\r', azure);
        var head = azure[..azure.IndexOf(']', StringComparison.Ordinal)];
        Assert.EndsWith("code=OPTA1210;", head, StringComparison.Ordinal);
        Assert.Contains("sourcepath=a%3Bb%5Dc:d,e%0A.yaml;", head, StringComparison.Ordinal);
        Assert.Contains("%AZP25", azure, StringComparison.Ordinal);

        var github = Format("github", Attack);
        Assert.Single(github.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("::error file=a;b]c%3Ad%2Ce%0A.yaml,line=1,col=1,title=OPTA1210::", github, StringComparison.Ordinal);

        var text = Format("text", Attack);
        Assert.DoesNotContain("##vso[", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("##[", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextOfAFile_CannotReachTheTerminalRaw()
    {
        using var folder = new TestFolder();
        var result = await folder.LoadAsync("a.yaml", "name: \"a\\e[31m\\u202Eb\"\norg_name: b\nproviders: {local: {}}\nmodules: [{type: \"x\\n::error::y\\u2028z\"}] # \u202E\u2066 \u009b31m\n");
        var text = Format("text", result.Diagnostics);
        Assert.NotEmpty(text);
        Assert.DoesNotContain(text, character => character != '\n' && (char.IsControl(character) || character is '\u202E' or '\u2028' or '\u2066'));
        Assert.DoesNotContain("\n::error", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongLines_AreCutAroundTheCaret()
    {
        using var folder = new TestFolder();
        var result = await folder.LoadAsync("a.yaml", "name: a\norg_name: b\nproviders: {local: {}}\nmodules: [{type: helm-chart, chart: " + new string('x', 5000) + ", nonsense: 1, timeout: 1}]\n");
        var lines = Assert.Single(result.Diagnostics).Excerpt!.Split('\n');
        Assert.True(lines[0].Length <= 140);
        Assert.Equal("nonsense", lines[0].Substring(lines[1].IndexOf('^', StringComparison.Ordinal), 8));
    }

    private static string Format(string name, IReadOnlyList<Diagnostic> diagnostics) => DiagnosticFormatters.Find(name)!.Format(diagnostics);
}

using System.Diagnostics;
using System.Text;
using OptaPS.Configuration.Values;

namespace OptaPS.Configuration.Tests.Yaml;

/// <summary>Hostile and broken files end in one clear, positioned finding, in bounded time.</summary>
public sealed class YamlLimitsTests : IDisposable
{
    private const string Head = "name: a\norg_name: b\nproviders: {local: {}}\n";
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AliasBomb_IsRefused()
    {
        var text = new StringBuilder(Head + "modules: []\nx0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 30; level++)
        {
            text.Append($"x{level}: &x{level} [{string.Join(", ", Enumerable.Repeat($"*x{level - 1}", 10))}]\n");
        }

        await AssertSingleAsync(text.ToString(), Codes.AliasBomb);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public async Task DeepNesting_IsRefused(string opening)
    {
        foreach (var depth in (int[])[101, 1_000, 100_000])
        {
            await AssertSingleAsync("a: \n" + string.Concat(Enumerable.Repeat(opening, depth)), Codes.TooDeep, Codes.Syntax);
        }

        var fine = await folder.LoadAsync("a.yaml", Head + "modules: [{type: helm-chart, chart: x, values: {v: " + new string('[', 90) + new string(']', 90) + "}}]\n");
        Assert.Empty(fine.Diagnostics);
    }

    [Fact]
    public async Task LargeFile_IsRefused_WithoutReadingIt()
    {
        await AssertSingleAsync(Head + "modules: []\n#" + new string('x', 1024 * 1024), Codes.FileTooLarge);
        var justFits = await folder.LoadAsync("a.yaml", Head + "modules: []\n#" + new string('x', (1024 * 1024) - Head.Length - 20));
        Assert.Empty(justFits.Diagnostics);
    }

    [Fact]
    public async Task OtherEncodings_AreRefused_WithThePlace()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "latin.yaml"), [.. Encoding.ASCII.GetBytes(Head + "# caf"), 0xE9, (byte)'\n']);
        var latin = Assert.Single((await ConfigurationLoader.LoadAsync("latin.yaml", folder.Options)).Diagnostics);
        Assert.Equal((Codes.NotUtf8, 4, 6), (latin.Code, latin.Location!.Line, latin.Location.Column));

        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "wide.yaml"), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Head)).ToArray());
        Assert.Equal(Codes.NotUtf8, Assert.Single((await ConfigurationLoader.LoadAsync("wide.yaml", folder.Options)).Diagnostics).Code);

        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "binary.yaml"), [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2]);
        Assert.Equal(Codes.NotUtf8, Assert.Single((await ConfigurationLoader.LoadAsync("binary.yaml", folder.Options)).Diagnostics).Code);

        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "mark.yaml"), Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Head + "modules: []\n")).ToArray());
        Assert.Empty((await ConfigurationLoader.LoadAsync("mark.yaml", folder.Options)).Diagnostics);
    }

    [Theory]
    [InlineData("a: &x [*x]\n", Codes.Alias)]
    [InlineData("a: *missing\n", Codes.Alias)]
    [InlineData("a: b: c\n", Codes.Syntax)]
    [InlineData("a: 'open\n", Codes.Syntax)]
    [InlineData("%YAML 9.9\n---\na: 1\n", Codes.Syntax)]
    [InlineData("\ta: 1\n", Codes.Tab)]
    [InlineData("a:\n\t- 1\n", Codes.Tab)]
    [InlineData("a: [1, 2\n", Codes.Syntax)]
    public async Task BrokenYaml_EndsInOneFinding(string text, string code) => await AssertSingleAsync(text, code, Codes.Syntax);

    [Fact]
    public async Task MissingFileFolderAndBadPath_AreFindings()
    {
        Assert.Equal(Codes.FileNotFound, Assert.Single((await ConfigurationLoader.LoadAsync("none.yaml", folder.Options)).Diagnostics).Code);
        Assert.Equal(Codes.FileNotFound, Assert.Single((await ConfigurationLoader.LoadAsync("no/such/folder/x.yaml", folder.Options)).Diagnostics).Code);
        Assert.Equal(Codes.FileUnreadable, Assert.Single((await ConfigurationLoader.LoadAsync(".", folder.Options)).Diagnostics).Code);
        Assert.Equal(Codes.FileNotFound, Assert.Single((await ConfigurationLoader.LoadAsync(string.Empty, folder.Options)).Diagnostics).Code);
        Assert.Equal(Codes.FileNotFound, Assert.Single((await ConfigurationLoader.LoadAsync("a\0b", folder.Options)).Diagnostics).Code);
    }

    [Fact]
    public async Task AnchorsAndMergeKeys_Work()
    {
        var result = await folder.LoadAsync("a.yaml", """
            name: a
            org_name: b
            providers: {google: {region: us-central1, project: acme-dev}}
            modules:
              - type: base
              - type: k8s-cluster
                <<: &nodes {min_nodes: 2, max_nodes: 4}
              - <<: [*nodes, {node_disk_size: 50}]
                type: gcp-nodepool
                max_nodes: 9
            """);
        Assert.Empty(result.Diagnostics);
        var pool = result.Document!.Modules[2].Inputs;
        Assert.Equal((2, 9, 50), (pool.GetInt("min_nodes"), pool.GetInt("max_nodes"), pool.GetInt("node_disk_size")));
    }

    [Theory]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("017", "17")]
    [InlineData("+5", "5")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2026-01-02", "\"2026-01-02\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("18446744073709551616", "18446744073709552000")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("-", null)]
    public async Task Scalars_FollowTheCoreSchema(string written, string? json)
    {
        var result = await folder.LoadAsync("a.yaml", Head + $"modules: \n- type: helm-chart\n  chart: x\n  values:\n    v: {written}\n");
        if (json is null)
        {
            Assert.NotEmpty(result.Diagnostics);
            return;
        }

        Assert.Empty(result.Diagnostics);
        var value = result.Document!.Modules[0].Inputs.GetMap("values")["v"]!;
        Assert.Equal(json, value is ConfigNull ? "null" : System.Text.Json.Nodes.JsonNode.Parse(value.ToJson()!.ToJsonString())!.ToJsonString().Replace("E+", "e", StringComparison.Ordinal) is var text && text == "1.8446744073709552e19" ? "18446744073709552000" : text);
    }

    private async Task AssertSingleAsync(string text, params string[] codes)
    {
        var clock = Stopwatch.StartNew();
        var result = await folder.LoadAsync("a.yaml", text);
        var error = Assert.Single(result.Errors);
        Assert.Contains(error.Code, codes);
        Assert.Null(result.Document);
        Assert.InRange(error.Location!.Line, 1, text.Count(c => c == '\n') + 1);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Helm.Tests.Rendering;

/// <summary>Constructs that published charts use, each with what Helm 3.21 gives for it. The cases are our own.</summary>
public sealed class PublishedChartTests
{
    [Theory]
    [InlineData("""regexMatch "^[\\w-\\.]+$" "a-b.c" """, "true")]
    [InlineData("""regexReplaceAll "[^-A-Za-z0-9_.]" "a+b c" "_" """, "a_b_c")]
    [InlineData("""regexReplaceAll "[^\\w-.]" "1.2.3+x/y-z" "" """, "1.2.3xy-z")]
    [InlineData("""regexMatch "[a-c-e]" "-" """, "true")]
    public async Task Expression_HyphenInBrackets_IsAnOrdinaryCharacter(string expression, string expected) =>
        Assert.Equal(expected, await TextAsync("{{ " + expression + " }}"));

    [Theory]
    [InlineData("""index "ab" 2""", "error calling index: reflect: string index out of range")]
    [InlineData("""index (list 1 2) 2""", "error calling index: reflect: slice index out of range")]
    [InlineData("""index "ab" 3""", "error calling index: index out of range: 3")]
    public async Task Expression_IndexBehindTheEnd_FailsAsInHelm(string expression, string expected)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => TextAsync("{{ " + expression + " }}"));
        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string","enum":["x","y"]}}}""", "a: 1", "- at '/a': got number, want string\n")]
    [InlineData("""{"properties":{"a":{"const":"z","enum":["x","y"]}}}""", "a: b", "- at '/a': value must be 'z'\n")]
    [InlineData("""{"properties":{"a":{"type":"object","required":["b"],"not":{"required":["c"]}}}}""", "a: {c: 1}", "- at '/a': missing property 'b'\n- at '/a': 'not' failed\n")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/n","maximum":1}},"$defs":{"n":{"type":"number","minimum":5,"multipleOf":2}}}""", "a: 3", "- at '/a': validation failed\n  - at '/a': minimum: got 3, want 5\n  - at '/a': multipleOf: got 3, want 2\n- at '/a': maximum: got 3, want 1\n")]
    [InlineData("""{"properties":{"a":{"multipleOf":0.1}}}""", "a: 0.35", "- at '/a': multipleOf: got 0.35, want 0.1\n")]
    [InlineData("""{"properties":{"a":{"multipleOf":3}}}""", "a: 1e40", "- at '/a': multipleOf: got 1×10⁴⁰, want 3\n")]
    [InlineData("""{"properties":{"a":{"maximum":999999}}}""", "a: 1234567.8", "- at '/a': maximum: got 1.2345678×10⁰⁶, want 999,999\n")]
    [InlineData("""{"properties":{"a":{"minimum":0.1234567}}}""", "a: 0.00001234", "- at '/a': minimum: got 1.234×10⁻⁰⁵, want 0.1234567\n")]
    [InlineData("""{"properties":{"a":{"minLength":1000000}}}""", "a: x", "- at '/a': minLength: got 1, want 1,000,000\n")]
    [InlineData("""{"properties":{"a":{"anyOf":[{"properties":{"b":{"type":"number"}}},{"properties":{"c":true}}],"unevaluatedProperties":false}}}""", "a: {b: x, c: 1}", "- at '/a/b': false schema\n")]
    public async Task Schema_Violation_IsToldAsHelmTellsIt(string schema, string values, string expected)
    {
        var chart = await PackAsync(("c/values.schema.json", schema), ("c/values.yaml", values + "\n"), ("c/templates/a.yaml", "x: 1\n"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart));
        Assert.EndsWith("c:\n" + expected, e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Folder_SymbolicLinks_AreFollowedOutOfTheChart()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        var root = Directory.CreateTempSubdirectory("opta-links");
        try
        {
            var chart = root.CreateSubdirectory("chart");
            File.WriteAllText(Path.Combine(chart.FullName, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
            File.WriteAllText(Path.Combine(root.CreateSubdirectory("elsewhere").FullName, "a.yaml"), "a: 1\n");
            Directory.CreateSymbolicLink(Path.Combine(chart.FullName, "templates"), "../elsewhere");
            File.CreateSymbolicLink(Path.Combine(chart.FullName, "values.yaml"), "../elsewhere/a.yaml");
            var loaded = await ChartLoader.LoadAsync(chart.FullName);
            Assert.Equal("a: 1", (await RenderAsync(loaded)).Manifests[0].Text);
            Directory.Delete(Path.Combine(root.FullName, "elsewhere"), recursive: true);
            var e = await Assert.ThrowsAsync<OptaException>(() => ChartLoader.LoadAsync(chart.FullName));
            Assert.Contains("symbolic link to nothing: templates -> ../elsewhere", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static async Task<string> TextAsync(string expression)
    {
        var chart = await PackAsync(("c/templates/a.yaml", "x: " + expression + "\n"));
        return (await RenderAsync(chart)).Manifests[0].Text.Trim()["x: ".Length..];
    }

    private static Task<RenderedRelease> RenderAsync(Chart chart) =>
        ChartRenderer.RenderAsync(chart, ChartValues.Empty, new ReleaseOptions(), Capabilities.Default, lookup: null, RenderLimits.Default);

    private static async Task<Chart> PackAsync(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, text) in files.Prepend(("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }
        stream.Position = 0;
        return await ChartLoader.LoadAsync(stream);
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Helm.Tests.Rendering;

public sealed class RenderLimitsTests
{
    private const string ChartYaml = "apiVersion: v2\nname: limits\nversion: 1.0.0\n";

    [Fact]
    public async Task Render_EndlessText_IsStoppedByTheLimitOfCharacters()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "{{ range until 1000000 }}0123456789{{ end }}"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, new RenderLimits { MaximumCharacters = 10_000 }));
        Assert.Equal("OPTA5021", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Render_EndlessLoop_IsStoppedByTheLimitOfTime()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "{{ range 9000000000 }}{{ end }}"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, new RenderLimits { MaximumTime = TimeSpan.FromMilliseconds(200) }));
        Assert.Equal("OPTA5022", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Render_TemplateThatIncludesItself_FailsAsHelmDoes()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "{{ define \"x\" }}{{ include \"x\" . }}{{ end }}{{ include \"x\" . }}"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, RenderLimits.Default));
        Assert.Contains("rendering template has a nested reference name: x: unable to execute template", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_TemplateThatCallsItself_FailsInsteadOfEndingTheProcess()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "{{ define \"x\" }}{{ template \"x\" . }}{{ end }}{{ template \"x\" . }}"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, new RenderLimits { StackSize = 4 * 1024 * 1024 }));
        Assert.Contains("exceeded maximum template depth", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limits/../../etc/evil", "chart illegally references parent directory")]
    [InlineData("limits//etc/evil", "chart illegally contains absolute paths")]
    public async Task Load_ArchiveThatLeavesItsFolder_IsRefused(string name, string message)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => PackAsync((name, "x")));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ArchiveWithLink_IsRefused()
    {
        using var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "limits/link") { LinkName = "/etc/passwd" });
        }
        stream.Position = 0;
        var e = await Assert.ThrowsAsync<OptaException>(() => ChartLoader.LoadAsync(stream));
        Assert.Equal("OPTA5002", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Render_NilOnTheWay_NamesPlaceExpressionAndPath()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "a: 1\nb: {{ .Values.none.deep }}\n"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, RenderLimits.Default));
        Assert.Contains(
            "template: limits/templates/a.yaml:2:13: executing \"limits/templates/a.yaml\" at <.Values.none.deep>: nil pointer evaluating interface {}.deep",
            e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_Lookup_AsksTheGivenSource()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "x: {{ (lookup \"v1\" \"Secret\" \"ns\" \"s\").data.key }}\n"));
        var rendered = await ChartRenderer.RenderAsync(chart, ChartValues.Empty, new ReleaseOptions(), Capabilities.Default, new OneSecret());
        Assert.Equal("x: dmFsdWU=", rendered.Manifests[0].Text);
    }

    private static Task<RenderedRelease> RenderAsync(Chart chart, RenderLimits limits) =>
        ChartRenderer.RenderAsync(chart, ChartValues.Empty, new ReleaseOptions(), Capabilities.Default, lookup: null, limits);

    private static async Task<Chart> PackAsync(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, text) in files.Prepend(("limits/Chart.yaml", ChartYaml)))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }
        stream.Position = 0;
        return await ChartLoader.LoadAsync(stream);
    }

    private sealed class OneSecret : ILookup
    {
        public async Task<System.Text.Json.Nodes.JsonObject?> GetAsync(string apiVersion, string kind, string @namespace, string name, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return kind == "Secret" && name == "s" ? new() { ["data"] = new System.Text.Json.Nodes.JsonObject { ["key"] = "dmFsdWU=" } } : null;
        }
    }
}

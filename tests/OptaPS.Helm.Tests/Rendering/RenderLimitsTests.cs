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
        Assert.Equal(("limits/templates/a.yaml:2:13", ".Values.none is nil: no value is set for it"), (e.Diagnostics[0].Resource, e.Diagnostics[0].Cause));
    }

    [Theory]
    [InlineData("{{ include \"h\" .Values }}", "$.a.b", "limits/templates/_h.tpl:1:20")]
    [InlineData("{{ $v := .Values }}\n{{ $v.a.b.c }}", "$v.a.b", "limits/templates/a.yaml:2:5")]
    [InlineData("{{ tpl \"{{ .Values.a.b.c.d }}\" . }}", ".Values.a.b", "gotpl:1:10")]
    [InlineData("{{ (dict \"x\" nil).x.y }}", "(dict \"x\" nil).x", "limits/templates/a.yaml:1:13")]
    public async Task Render_NilAnywhere_IsNamedByItsPath(string template, string path, string place)
    {
        var chart = await PackAsync(("limits/values.yaml", "a: {b: null, k: 1}\n"), ("limits/templates/_h.tpl", "{{ define \"h\" }}{{ $.a.b.c }}{{ end }}"), ("limits/templates/a.yaml", template));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, RenderLimits.Default));
        Assert.Equal((place, $"{path} is nil: no value is set for it"), (e.Diagnostics[0].Resource, e.Diagnostics[0].Cause));
    }

    [Theory]
    [InlineData("{{ $x := \"ab\" }}{{ range until 60 }}{{ $x = quote $x }}{{ end }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = concat $x $x }}{{ end }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ toYaml $x }}")]
    [InlineData("{{ $x := dict }}{{ range until 60 }}{{ $x = dict \"a\" $x \"b\" $x }}{{ end }}{{ deepCopy $x | len }}")]
    [InlineData("{{ $x := list 1 }}{{ range until 60 }}{{ $x = list $x $x }}{{ end }}{{ printf \"%v\" $x }}")]
    [InlineData("{{ indent 2000000000 \"a\" }}")]
    [InlineData("{{ randAlpha 2000000000 }}")]
    [InlineData("{{ replace \"\" (repeat 1000000 \"x\") (repeat 1000000 \"y\") }}")]
    [InlineData("{{ regexReplaceAll \"\" (repeat 100000 \"x\") (repeat 100000 \"y\") }}")]
    public async Task Render_MemoryWithoutEnd_IsRefused(string template)
    {
        var chart = await PackAsync(("limits/templates/a.yaml", template));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, new RenderLimits { MaximumCharacters = 20_000_000 }));
        Assert.Equal("OPTA5021", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Render_ValueThatHoldsItself_IsNothingAsYamlAndAnErrorAsJson()
    {
        var chart = await PackAsync(("limits/templates/a.yaml", "{{ $d := dict }}{{ $_ := set $d \"d\" $d }}a: \"{{ toYaml $d }}\"\nb: {{ mustToJson $d }}"));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart, RenderLimits.Default));
        Assert.Contains("json: unsupported value: encountered a cycle via map[string]interface {}", e.Message, StringComparison.Ordinal);
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

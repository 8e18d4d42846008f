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

    [Theory]
    [InlineData("l:\n- a: b\n  {}\nc: d\n", "line 2: did not find expected key")]
    [InlineData("l:\n- a: b\n  [ ]\n  c: d\n", "line 2: did not find expected key")]
    [InlineData("l:\n- a: b\n  [c]\n  c: d\n", "line 4: could not find expected ':'")]
    [InlineData("a:\n  {}: x\n", "line 1: did not find expected key")]
    [InlineData("a: [ []: x ]\n", "did not find expected ',' or ']'")]
    [InlineData("{a}: b\n", "invalid map key: map[interface {}]interface {}{\"a\":interface {}(nil)}")]
    public async Task Yaml_EmptyCollectionInThePlaceOfAKey_IsWhatGoYamlMakesOfIt(string manifest, string expected)
    {
        var chart = await PackAsync(("c/templates/a.yaml", manifest));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(chart));
        Assert.Equal("YAML parse error on c/templates/a.yaml: error converting YAML to JSON: yaml: " + expected, e.Diagnostics[0].Message.Split("\n\n")[0]);
    }

    [Theory]
    [InlineData("""chunk -5 (list 1) | toJson""", "[[1]]")]
    [InlineData("""printf "%100000000d" 1""", "%!(NOVERB)%!(EXTRA int=1)")]
    [InlineData("""derivePassword 99999999999 "long" "p" "u" "s" """, "FetaTaks7$Pitq")]
    [InlineData("""title "ǆ ა x" """, "ǅ ა X")]
    [InlineData("""((toDate "2006-01-02" "2024-01-02").Add 1000000000).Second""", "1")]
    [InlineData("""chunk -2 (list 1 2 3) | toJson""", "[]")]
    [InlineData("""printf "%v" .Chart""", "{{c  [] 1.0.0  [] []  v2    false map[]  [] } true}")]
    [InlineData("""fromYaml "!!binary name: picky" | toJson""", "{\"���\":\"picky\"}")]
    [InlineData("""(fromYaml "a: !!binary name").a | len""", "9")]
    public async Task Expression_OddArguments_GiveWhatHelmGives(string expression, string expected)
    {
        var chart = await PackAsync(("c/templates/a.yaml", "x: " + expression.Length + "\n---\nx: {{ " + expression + " | quote }}\n"));
        Assert.Equal("x: " + System.Text.Json.JsonSerializer.Serialize(expected, new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), (await RenderAsync(chart)).Manifests[1].Text.Trim());
    }

    [Theory]
    [InlineData("""genSelfSignedCert "x" (list "::ffff:1.2.3.4" "::1" "10.0.0.1") (list "" "*.a.b" "a b" (repeat 300 "x")) 10""")]
    [InlineData("""genCA "" 10""")]
    [InlineData("""genCA "a,b=c+\"x\"" 100000""")]
    public async Task Expression_CertificateOfOddNames_IsIssuedAsByHelm(string expression) =>
        Assert.Equal("-----BEGIN CERTIFICATE-----", await TextAsync("{{ (" + expression + ").Cert | trunc 27 }}"));

    [Theory]
    [InlineData("""genSelfSignedCert "x" (list "1") nil 10""", "error parsing ip: 1")]
    [InlineData("""genSelfSignedCert "x" (list "01.2.3.4") nil 10""", "error parsing ip: 01.2.3.4")]
    [InlineData("""genSelfSignedCert "x" nil (list "é.com") 10""", "x509: \"é.com\" cannot be encoded as an IA5String")]
    [InlineData("""(semver "1").Compare nil""", "runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("""decryptAES "k" "AAAA" """, "runtime error: slice bounds out of range [:16] with capacity 3")]
    [InlineData("""htpasswd "u" "p" "x" """, "wrong number of args for htpasswd: want 2 got 3")]
    [InlineData("chunk -1 (list)", "runtime error: makeslice: len out of range")]
    [InlineData("chunk -1 (list 1 2 3)", "runtime error: makeslice: len out of range")]
    [InlineData("randBytes -1", "runtime error: makeslice: len out of range")]
    public async Task Expression_UnusableArgument_FailsAsInHelm(string expression, string expected)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => TextAsync("{{ " + expression + " }}"));
        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0 }, null)]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xE9, 0x0A }, "incomplete UTF-8 octet sequence")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xE9, 0x0A, 0x62, 0x62 }, "invalid trailing UTF-8 octet")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x80, 0x0A }, "invalid leading UTF-8 octet")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xC0, 0x80 }, "invalid length of a UTF-8 sequence")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80 }, "invalid Unicode character")]
    public void Values_Encodings_AreReadOrRefusedAsGoYamlDoes(byte[] values, string? problem)
    {
        Exception? e = Record.Exception(() => OptaPS.Helm.Yaml.YamlReader.Read(OptaPS.Helm.Text.GoText.FromBytes(values)));
        Assert.Equal(problem is null ? null : "error converting YAML to JSON: yaml: " + problem, e?.Message);
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

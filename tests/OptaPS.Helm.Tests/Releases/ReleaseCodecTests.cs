using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Tests.Releases;

public class ReleaseCodecTests
{
    // Written as Helm 3 writes it: Go's member order, HTML escapes, nanoseconds, empty times of hooks that never ran.
    private const string HelmThree =
        "{\"name\":\"web\",\"info\":{\"first_deployed\":\"2026-03-01T10:11:12.123456789Z\",\"last_deployed\":\"2026-03-02T10:11:12.5+01:00\",\"deleted\":\"\","
        + "\"description\":\"Install complete\",\"status\":\"deployed\",\"notes\":\"a \\u003c b \\u0026 c\"},"
        + "\"chart\":{\"metadata\":{\"name\":\"web\",\"version\":\"1.2.3\",\"apiVersion\":\"v2\",\"appVersion\":\"7\",\"type\":\"application\"},\"lock\":null,"
        + "\"templates\":[{\"name\":\"templates/a.yaml\",\"data\":\"aGVsbG8=\"}],\"values\":{\"a\":1,\"b\":{\"x\":1.5,\"y\":\"ü\\u2028\"}},\"schema\":null,\"files\":null},"
        + "\"config\":{\"big\":12345678901234567890,\"replicas\":2},\"manifest\":\"---\\n# Source: web/templates/a.yaml\\nhello\\n\","
        + "\"hooks\":[{\"name\":\"h\",\"kind\":\"Job\",\"path\":\"web/templates/h.yaml\",\"manifest\":\"x\",\"events\":[\"pre-install\"],"
        + "\"last_run\":{\"started_at\":\"\",\"completed_at\":\"\",\"phase\":\"\"},\"weight\":-5,\"delete_policies\":[\"hook-succeeded\"]}],"
        + "\"version\":3,\"namespace\":\"shop\"}";

    [Fact]
    public void Decode_RecordOfHelmThree_WritesTheSameBytesAgain()
    {
        var record = ReleaseCodec.Decode(Fold(HelmThree), "s");

        Assert.Equal(HelmThree, ReleaseCodec.ToJsonText(record));
        Assert.Equal(HelmThree, Unfold(ReleaseCodec.Encode(record)));
    }

    [Theory]
    [InlineData("web", ApplyMethod.ServerSide)]
    [InlineData("old", ApplyMethod.ClientSide)]
    public void Decode_RecordOfHelmFour_WritesTheSameBytesAgain(string release, ApplyMethod method)
    {
        var record = ReleaseCodec.Decode(RecordedSecret.Payload(release), "s");

        Assert.Equal(RecordedSecret.Json(release), ReleaseCodec.ToJsonText(record));
        Assert.Equal((release, ReleaseStatus.Deployed, method, "It is blue <&>.\n"), (record.Name, record.Status, record.Method, record.Notes));
        Assert.Null(record.Deleted);
    }

    [Fact]
    public void Decode_RecordOfHelmThree_IsRead()
    {
        var record = ReleaseCodec.Decode(Fold(HelmThree), "s");

        Assert.Equal(("web", "shop", 3), (record.Name, record.Namespace, record.Revision));
        Assert.Equal(ReleaseStatus.Deployed, record.Status);
        Assert.Equal(ApplyMethod.ClientSide, record.Method);
        Assert.Equal("a < b & c", record.Notes);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 9, 11, 12, 500, TimeSpan.Zero), record.LastDeployed);
        Assert.Equal(-5, record.Hooks[0].Weight);
    }

    [Fact]
    public void Encode_RecordOfNewerHelm_KeepsWhatIsNotKnown()
    {
        var text = HelmThree.Replace("\"namespace\":\"shop\"}", "\"namespace\":\"shop\",\"apply_method\":\"ssa\",\"future\":{\"b\":1,\"a\":2}}", StringComparison.Ordinal)
            .Replace("\"status\":\"deployed\",", "\"status\":\"deployed\",\"resources\":{\"v1/Pod\":[]},", StringComparison.Ordinal);
        var record = ReleaseCodec.Decode(Fold(text), "s");

        record.SetStatus(ReleaseStatus.Superseded, "later");

        Assert.Equal(ApplyMethod.ServerSide, record.Method);
        var written = ReleaseCodec.ToJsonText(record);
        Assert.Contains("\"apply_method\":\"ssa\",\"future\":{\"a\":2,\"b\":1}}", written, StringComparison.Ordinal);
        Assert.Contains("\"description\":\"later\",\"status\":\"superseded\",\"notes\"", written, StringComparison.Ordinal);
        Assert.Contains("\"resources\":{\"v1/Pod\":[]}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_UncompressedRecord_IsRead() =>
        Assert.Equal("web", ReleaseCodec.Decode(Convert.ToBase64String(Encoding.UTF8.GetBytes(HelmThree)), "s").Name);

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("W10=")]
    public void Decode_NoRecord_IsNamedByItsSecret(string text)
    {
        var e = Assert.Throws<OptaException>(() => ReleaseCodec.Decode(text, "sh.helm.release.v1.web.v3"));

        Assert.Equal("OPTA5501", e.Diagnostics[0].Code);
        Assert.Contains("sh.helm.release.v1.web.v3", e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(1.5, "1.5")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1.25e30, "-1.25e+30")]
    [InlineData(123456789.25, "123456789.25")]
    public void Write_Double_IsAsGoWritesIt(double number, string expected) =>
        Assert.Equal($"{{\"n\":{expected}}}", RecordWriter.Write(new JsonObject { ["n"] = number }, null));

    [Fact]
    public void Write_ControlCharactersAndLoneSurrogates_AreEscapedAsGoDoes() =>
        Assert.Equal("{\"t\":\"\\u0001\\b\\f\\n\\t\\ufffd😀\"}", RecordWriter.Write(new JsonObject { ["t"] = "\u0001\b\f\n\t\ud800😀" }, null));

    private static string Fold(string json)
    {
        using var folded = new MemoryStream();
        using (var gzip = new GZipStream(folded, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        return Convert.ToBase64String(folded.ToArray());
    }

    private static string Unfold(string text)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
        return new StreamReader(gzip).ReadToEnd();
    }
}

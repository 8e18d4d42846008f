using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Helm.Tests.Rendering;

/// <summary>Schemas that refer to documents elsewhere; the expected texts are Helm's where Helm has one.</summary>
public sealed class SchemaReferenceTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, string> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> asked = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("opta-schema");

    public SchemaReferenceTests()
    {
        listener.Start();
        _ = ServeAsync();
    }

    private string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    public void Dispose()
    {
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Reference_ToOtherDocuments_IsFollowedFromEachWithItsOwnAddress()
    {
        documents["/s/a.json"] = """{"definitions":{"port":{"$ref":"b.json#/definitions/number"},"name":{"$ref":"#/definitions/short"},"short":{"maxLength":3}}}""";
        documents["/s/b.json"] = """{"definitions":{"number":{"type":"integer","$ref":"#/definitions/small"},"small":{"maximum":10}}}""";
        var schema = """{"properties":{"p":{"$ref":"HOSTs/a.json#/definitions/port"},"q":{"$ref":"HOSTs/a.json#/definitions/port"},"m":{"$ref":"HOSTs/a.json#/definitions/name"}}}""".Replace("HOST", Address, StringComparison.Ordinal);

        await RenderAsync(schema, "p: 3\nq: 4\nm: abc\n");
        Assert.Equal(["/s/a.json", "/s/b.json"], asked.Order(StringComparer.Ordinal));
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(schema, "p: 11\nm: abcd\n"));
        Assert.Equal("OPTA5012", e.Diagnostics[0].Code);
        Assert.Contains("- at '/p': maximum: got 11, want 10", e.Message, StringComparison.Ordinal);
        Assert.Contains("- at '/m': maxLength: got 4, want 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_RelativeToAnIdentifier_IsReadFromThere()
    {
        documents["/x/part.json"] = """{"$id":"part.json","$defs":{"q":{"$anchor":"here","required":["w"]}}}""";
        var schema = """{"$id":"HOSTx/root.json","allOf":[{"$ref":"part.json#here"},{"$ref":"#/$defs/own"}],"$defs":{"own":{"required":["v"]}}}""".Replace("HOST", Address, StringComparison.Ordinal);

        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(schema, "a: 1\n"));
        Assert.Contains("missing property 'w'", e.Message, StringComparison.Ordinal);
        Assert.Contains("missing property 'v'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$ref":"HOST/none.json"}""", "failing loading \"HOST/none.json\": HTTP request to HOST/none.json returned status 404")]
    [InlineData("""{"$ref":"HOST/text.json"}""", "failing loading \"HOST/text.json\": invalid character 'h'")]
    [InlineData("""{"$ref":"HOST/big.json"}""", "is longer than 4 MiB")]
    [InlineData("""{"$ref":"http://127.0.0.1:1/x.json"}""", "http://127.0.0.1:1/x.json cannot be reached")]
    [InlineData("""{"$ref":"/etc/passwd"}""", "no file but the chart's own values.schema.json is read")]
    [InlineData("""{"$ref":"#/nope"}""", "json-pointer in \"file:///values.schema.json#/nope\" not found")]
    public async Task Reference_ThatCannotBeRead_IsAnErrorOfTheChart(string schema, string expected)
    {
        documents["/text.json"] = "hello";
        documents["/big.json"] = new string(' ', 5 << 20) + "{}";
        var host = Address.TrimEnd('/');
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync(schema.Replace("HOST", host, StringComparison.Ordinal), "a: 1\n"));
        Assert.StartsWith("values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n", e.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains(expected.Replace("HOST", host, StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_WithoutEnd_IsRefused()
    {
        for (var i = 0; i < 80; i++)
            documents[$"/{i}.json"] = $$"""{"$ref":"{{i + 1}}.json"}""";
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync($$"""{"$ref":"{{Address}}0.json"}""", "a: 1\n"));
        Assert.Contains("64 schemas", e.Message, StringComparison.Ordinal);
        Assert.Equal(64, asked.Count);
    }

    [Fact]
    public async Task Reference_Urn_HoldsForEverythingAsInHelm() => await RenderAsync("""{"$ref":"urn:acme:schema"}""", "a: 1\n");

    [Fact]
    public async Task Names_LikeKeywords_AreOrdinaryProperties()
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => RenderAsync("""{"properties":{"default":{"$ref":"#/definitions/enum"}},"definitions":{"enum":{"type":"string"}}}""", "default: 1\n"));
        Assert.Contains("- at '/default': got number, want string\n", e.Message, StringComparison.Ordinal);
    }

    private async Task RenderAsync(string schema, string values)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "values.yaml"), values);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "values.schema.json"), schema);
        await ChartRenderer.RenderAsync(await ChartLoader.LoadAsync(folder.FullName), ChartValues.Empty, new ReleaseOptions(), Capabilities.Default);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                var buffer = new byte[4096];
                var read = await stream.ReadAsync(buffer);
                var path = Encoding.ASCII.GetString(buffer, 0, read).Split(' ')[1];
                asked.Enqueue(path);
                var known = documents.TryGetValue(path, out var body);
                body ??= "";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(known ? "200 OK" : "404 Not Found")}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // The test is over, or the client has read enough.
        }
    }
}

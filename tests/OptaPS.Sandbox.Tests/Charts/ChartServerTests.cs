using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Charts;
using OptaPS.Sandbox.Tests.Hosting;

namespace OptaPS.Sandbox.Tests.Charts;

public sealed class ChartServerTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;

    public async Task InitializeAsync() => _sandbox = await TestSandbox.StartAsync();

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Repository_IndexAndArchive_HaveTheLockedDigest()
    {
        var served = (string)_sandbox.Description["chartRepositories"]!["https://helm.linkerd.io/edge"]!;
        var index = await _sandbox.Http.GetStringAsync(served + "/index.yaml");
        var archive = await _sandbox.Http.GetByteArrayAsync(served + "/linkerd-control-plane-2026.6.3.tgz");
        var digest = Convert.ToHexStringLower(SHA256.HashData(archive));

        Assert.Contains("digest: " + digest, index, StringComparison.Ordinal);
        var entry = JsonNode.Parse(await File.ReadAllTextAsync((string)_sandbox.Description["chartLockFile"]!))!["charts"]!.AsArray()
            .Single(e => (string)e!["name"]! == "linkerd-control-plane" && (string)e["repository"]! == "https://helm.linkerd.io/edge");
        Assert.Equal("sha256:" + digest, (string)entry!["digest"]!);
        var names = Entries(archive);
        Assert.Contains("linkerd-control-plane/Chart.yaml", names);
        Assert.Contains("linkerd-control-plane/templates/identity.yaml", names);
    }

    [Fact]
    public async Task Tamper_OneChart_ChangesOneByteOfItsArchiveOnly()
    {
        var url = (string)_sandbox.Description["chartRepositories"]!["https://helm.linkerd.io/edge"]! + "/linkerd-crds-2026.6.3.tgz";
        var before = await _sandbox.Http.GetByteArrayAsync(url);
        await _sandbox.ControlAsync(HttpMethod.Post, "charts/tamper", new JsonObject { ["chart"] = "linkerd-crds" });
        var after = await _sandbox.Http.GetByteArrayAsync(url);
        await _sandbox.ControlAsync(HttpMethod.Delete, "charts/tamper");

        Assert.Equal(1, before.Zip(after).Count(p => p.First != p.Second));
        Assert.Equal(before, await _sandbox.Http.GetByteArrayAsync(url));
    }

    [Fact]
    public async Task Registry_TokenFlow_GivesTheChartLayer()
    {
        var root = _sandbox.Http.BaseAddress!;
        const string name = "ghcr.io/nginx/charts/nginx-gateway-fabric";
        using var refused = await _sandbox.Http.GetAsync(new Uri(root, $"/v2/{name}/manifests/2.6.7"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var challenge = refused.Headers.WwwAuthenticate.Single();
        Assert.Equal("Bearer", challenge.Scheme);
        var realm = challenge.Parameter!.Split('"')[1];
        var token = (string)JsonNode.Parse(await _sandbox.Http.GetStringAsync(realm + $"?scope=repository:{name}:pull"))!["token"]!;

        var manifest = JsonNode.Parse(await GetAsync($"/v2/{name}/manifests/2.6.7", token))!;
        var layer = manifest["layers"]![0]!;
        Assert.Equal("application/vnd.cncf.helm.chart.content.v1.tar+gzip", (string)layer["mediaType"]!);
        var archive = await GetAsync($"/v2/{name}/blobs/{(string)layer["digest"]!}", token);
        Assert.Equal((string)layer["digest"]!, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(archive)));
        Assert.Contains("nginx-gateway-fabric/templates/certs-job.yaml", Entries(archive));
        Assert.Equal("""{"name":"ghcr.io/nginx/charts/nginx-gateway-fabric","tags":["2.6.7"]}""", Encoding.UTF8.GetString(await GetAsync($"/v2/{name}/tags/list", token)));
    }

    [Fact]
    public void Catalog_EveryChart_SaysTheCataloguesNameAndVersion()
    {
        foreach (var chart in ChartCatalog.Load().Charts)
        {
            using var tar = new TarReader(new GZipStream(new MemoryStream(chart.Archive), CompressionMode.Decompress));
            TarEntry? entry;
            while ((entry = tar.GetNextEntry()) is not null && entry.Name != chart.Name + "/Chart.yaml")
            {
            }

            using var reader = new StreamReader(entry!.DataStream!);
            var lines = reader.ReadToEnd().Split('\n');
            Assert.Contains("name: " + chart.Name, lines);
            Assert.Contains("version: " + chart.Version, lines);
        }
    }

    [Fact]
    public void Catalog_LoadedTwice_GivesTheSameBytes() =>
        Assert.Equal(ChartCatalog.Load().Charts.Select(c => c.Digest), ChartCatalog.Load().Charts.Select(c => c.Digest));

    private static List<string> Entries(byte[] archive)
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private async Task<byte[]> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }
}

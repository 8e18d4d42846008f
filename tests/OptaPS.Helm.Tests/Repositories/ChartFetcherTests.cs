using System.Security.Cryptography;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Repositories;
using OptaPS.Helm.Tools;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Helm.Tests.Repositories;

public sealed class ChartFetcherTests : IDisposable
{
    private const string Published = "https://charts.acme.test/stable";
    private const string ChartConfig = "application/vnd.cncf.helm.config.v1+json";
    private const string Description = "{\"name\":\"web\",\"version\":\"1.0.0+b1\"}";
    private static readonly byte[] Archive = Encoding.ASCII.GetBytes("an archive");
    private static readonly string Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Archive));
    private readonly string folder = Directory.CreateTempSubdirectory("opta-charts").FullName;
    private readonly List<IDisposable> toDispose = [];

    public void Dispose()
    {
        toDispose.ForEach(item => item.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Fetch_FromRepository_ResolvesRelativeAddressesAndCaches()
    {
        var server = Serve(Repository());
        var fetcher = Fetcher(server, Lock(Digest));

        var chart = await fetcher.FetchAsync(new(Published, "web", "1.2.0"), default);
        var again = await fetcher.FetchAsync(new(Published, "web", "1.2.0"), default);

        Assert.Equal((Digest, true), (chart.Digest, chart.WasLocked));
        Assert.Equal(Archive, again.Archive.ToArray());
        Assert.Equal(["/repo/index.yaml", "/repo/archives/web-1.2.0.tgz"], server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Fetch_WithoutVersion_TakesTheNewestStable()
    {
        var chart = await Fetcher(Serve(Repository()), ChartLock.Empty).FetchAsync(new(Published, "web", null), default);

        Assert.Equal(("1.10.0", false), (chart.Reference.Version, chart.WasLocked));
    }

    [Fact]
    public async Task Fetch_OneByteChanged_IsOneErrorWithBothDigests()
    {
        var tampered = (byte[])Archive.Clone();
        tampered[3] ^= 1;
        var server = Serve(request => request.Path.EndsWith(".tgz", StringComparison.Ordinal) ? new(200, tampered) : Repository()(request));

        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(server, Lock(Digest)).FetchAsync(new(Published, "web", "1.2.0"), default));

        var error = Assert.Single(e.Diagnostics);
        Assert.Equal(("OPTA5562", DiagnosticCategory.SecurityError), (error.Code, error.Category));
        Assert.Contains("web 1.2.0", error.Message, StringComparison.Ordinal);
        Assert.Contains($"expected digest: {Digest}", error.Evidence);
        Assert.Contains("actual digest: sha256:" + Convert.ToHexStringLower(SHA256.HashData(tampered)), error.Evidence);
        Assert.NotNull(error.Remedy);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Fetch_IndexThatAnnouncesAnotherDigest_IsRefusedWithoutDownload()
    {
        var server = Serve(Repository(digest: new string('0', 64)));

        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(server, Lock(Digest)).FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal("OPTA5562", e.Diagnostics[0].Code);
        Assert.DoesNotContain(server.Requests, request => request.Path.EndsWith(".tgz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetch_DamagedCache_IsFetchedAgain()
    {
        var server = Serve(Repository());
        var fetcher = Fetcher(server, Lock(Digest));
        await fetcher.FetchAsync(new(Published, "web", "1.2.0"), default);
        await File.WriteAllTextAsync(Directory.GetFiles(folder)[0], "damaged");

        var chart = await fetcher.FetchAsync(new(Published, "web", "1.2.0"), default);

        Assert.Equal(Archive, chart.Archive.ToArray());
        Assert.Equal(2, server.Requests.Count(request => request.Path.EndsWith(".tgz", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("web", "9.9.9", "OPTA5561")]
    [InlineData("wub", "1.2.0", "OPTA5567")]
    public async Task Fetch_WhatIsNotThere_IsNamed(string name, string version, string code)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(Serve(Repository()), Lock(Digest)).FetchAsync(new(Published, name, version), default));

        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.NotNull(e.Diagnostics[0].Allowed);
    }

    [Fact]
    public async Task Fetch_RepositoryThatTheTargetDoesNotServe_NeverGoesOut()
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(Serve(Repository()), ChartLock.Empty).FetchAsync(new("https://other.test", "web", "1.2.0"), default));

        Assert.Equal("OPTA5570", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Fetch_UnknownAuthority_IsRefused()
    {
        var server = Serve(Repository());
        var target = Target(server) with { CaCertificates = null };
        using var fetcher = new ChartFetcher(new(target, ChartLock.Empty), TimeProvider.System);

        var e = await Assert.ThrowsAsync<OptaException>(() => fetcher.FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal("OPTA5564", e.Diagnostics[0].Code);
        Assert.Contains("certificate is not trusted", e.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_CertificateOfAnotherName_IsRefused()
    {
        var server = new TlsServer(Repository(), "elsewhere.test");
        toDispose.Add(server);

        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(server, ChartLock.Empty).FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal("OPTA5564", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Fetch_BasicAuthentication_IsSentToTheRepositoryOnly()
    {
        var files = Serve(Repository());
        var server = Serve(request => request.Authorization is null ? TlsServer.Answer.Text("", 401) : Repository(absolute: $"https://127.0.0.1:{files.Port}/repo/archives/")(request));
        var signIn = new RepositoryCredentials(Published, "ann", new Secret("pa:ss"));

        var refused = await Assert.ThrowsAsync<OptaException>(() => Fetcher(server, ChartLock.Empty).FetchAsync(new(Published, "web", "1.2.0"), default));
        // The archive lies on another host, whose certificate does not fit: what matters is that it saw no sign-in.
        await Assert.ThrowsAsync<OptaException>(() => Fetcher(server, ChartLock.Empty, signIn).FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal("OPTA5566", refused.Diagnostics[0].Code);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:pa:ss")), server.Requests[^1].Authorization);
        Assert.All(files.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task Fetch_MirrorIsTakenWhenTheFirstAddressFails()
    {
        var broken = Serve(_ => TlsServer.Answer.Text("", 404));
        var good = new TlsServer(Repository());
        toDispose.Add(good);
        var target = Target(broken) with { CaCertificates = broken.Authority + "\n" + good.Authority };
        using var fetcher = new ChartFetcher(
            new(target, ChartLock.Empty) { Mirrors = new Dictionary<string, IReadOnlyList<Uri>> { [Published] = [new Uri(good.Address, "repo")] } }, TimeProvider.System);

        Assert.Equal(Digest, (await fetcher.FetchAsync(new(Published, "web", "1.2.0"), default)).Digest);
    }

    [Theory]
    [InlineData("entries: [", "OPTA5569")]
    [InlineData("apiVersion: v1\n", "OPTA5569")]
    [InlineData("<html>hello</html>", "OPTA5569")]
    public async Task Fetch_NoIndex_IsNamed(string text, string code)
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => Fetcher(Serve(_ => TlsServer.Answer.Text(text)), ChartLock.Empty).FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal(code, e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Fetch_TooLong_IsCutOff()
    {
        var server = Serve(Repository());
        using var fetcher = new ChartFetcher(new(Target(server), ChartLock.Empty) { MaximumArchive = 5 }, TimeProvider.System);

        var e = await Assert.ThrowsAsync<OptaException>(() => fetcher.FetchAsync(new(Published, "web", "1.2.0"), default));

        Assert.Equal("OPTA5565", e.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Fetch_FromRegistry_TakesATokenAndTheChartLayer()
    {
        var server = Serve(Registry());
        var target = Target(server) with { ChartRepositories = new Dictionary<string, Uri> { ["oci://registry.acme.test/charts"] = new Uri(server.Address, "charts") } };
        using var fetcher = new ChartFetcher(new(target, new ChartLock([new("oci://registry.acme.test/charts", "web", "1.0.0+b1", Digest)], "test")), TimeProvider.System);

        var chart = await fetcher.FetchAsync(new("oci://registry.acme.test/charts", "web", "1.0.0+b1"), default);

        Assert.Equal(Archive, chart.Archive.ToArray());
        Assert.Contains(server.Requests, request => request.Path.StartsWith("/token?service=reg&scope=repository%3Acharts%2Fweb%3Apull", StringComparison.Ordinal));
        Assert.Contains(server.Requests, request => request.Path == "/v2/charts/web/manifests/1.0.0_b1" && request.Authorization == "Bearer t1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.0.0+b1")]
    [InlineData("~1.0.0")]
    public async Task Fetch_ByDigestOfItsManifest_IsTheVersionThatTheRegistryDescribes(string? version)
    {
        var server = Serve(Registry());
        var target = Target(server) with { ChartRepositories = new Dictionary<string, Uri> { ["oci://registry.acme.test/charts"] = new Uri(server.Address, "charts") } };
        var wanted = ChartAddress.Read($"oci://registry.acme.test/charts/web@{ManifestDigest}", "", version ?? "");
        using var fetcher = new ChartFetcher(new(target, new ChartLock([new("oci://registry.acme.test/charts", "web", "1.0.0+b1", Digest)], "test")), TimeProvider.System);

        var chart = await fetcher.FetchAsync(wanted, default);

        Assert.Equal((Digest, "1.0.0+b1", true), (chart.Digest, chart.Reference.Version, chart.WasLocked));
        Assert.DoesNotContain(server.Requests, request => request.Path.EndsWith("/manifests/1.0.0_b1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2.0.0", false, "OPTA5001", "chart reference and version mismatch: 2.0.0 is not 1.0.0+b1")]
    [InlineData("", true, "OPTA5562", "is not the one that is locked")]
    public async Task Fetch_ByDigest_OfSomethingElse_IsRefused(string version, bool tampered, string code, string message)
    {
        var server = Serve(request => tampered && request.Path.Contains("/manifests/", StringComparison.Ordinal) && request.Authorization is not null
            ? TlsServer.Answer.Text("{\"config\":{}}")
            : Registry()(request));
        var target = Target(server) with { ChartRepositories = new Dictionary<string, Uri> { ["oci://registry.acme.test/charts"] = new Uri(server.Address, "charts") } };
        using var fetcher = new ChartFetcher(new(target, ChartLock.Empty), TimeProvider.System);

        var e = await Assert.ThrowsAsync<OptaException>(() => fetcher.FetchAsync(ChartAddress.Read($"oci://registry.acme.test/charts/web@{ManifestDigest}", "", version), default));

        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.Contains(message, e.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci://r.test/web@sha256:12", "invalid registry address")]
    [InlineData("oci://r.test/@sha256:0000000000000000000000000000000000000000000000000000000000000000", "invalid registry address")]
    public void Address_WithADigestThatIsNone_IsRefused(string address, string message) =>
        Assert.Contains(message, Assert.Throws<OptaException>(() => ChartAddress.Read(address, "", "")).Diagnostics[0].Message, StringComparison.Ordinal);

    [Fact]
    public async Task Fetch_ImageInsteadOfChart_IsRefused()
    {
        var server = Serve(Registry("application/vnd.oci.image.config.v1+json"));
        var target = Target(server) with { ChartRepositories = new Dictionary<string, Uri> { ["oci://registry.acme.test"] = server.Address } };
        using var fetcher = new ChartFetcher(new(target, ChartLock.Empty), TimeProvider.System);

        var e = await Assert.ThrowsAsync<OptaException>(() => fetcher.FetchAsync(new("oci://registry.acme.test/charts", "web", "1.0.0"), default));

        Assert.Equal("OPTA5572", e.Diagnostics[0].Code);
    }

    [Fact]
    public void Lock_WritesAndReads()
    {
        var path = Path.Combine(folder, "charts.lock.json");
        File.WriteAllText(path, Lock(Digest).Write());

        var read = ChartLock.ForTarget(new EndpointSet("x") { ChartLockFile = path }, ChartLock.Empty);

        Assert.Equal(Digest, read.Find(new(Published + "/", "web", "v1.2.0"))!.Digest);
        File.WriteAllText(path, "{}");
        Assert.Equal("OPTA5563", Assert.Throws<OptaException>(() => ChartLock.Load(path)).Diagnostics[0].Code);
    }

    private static ChartLock Lock(string digest) => new([new(Published, "web", "1.2.0", digest)], "test lock");

    private static Func<TlsServer.Request, TlsServer.Answer> Repository(string? digest = null, string absolute = "archives/") => request => request.Path switch
    {
        "/repo/index.yaml" => TlsServer.Answer.Text($$"""
            apiVersion: v1
            entries:
              other:
                - version: 1.0.0
                  nested: [{"a": 1}]
                  urls: [x.tgz]
              web:
                - version: 2.0.0-rc.1
                  urls: [archives/web-2.tgz]
                - version: 1.2.0
                  digest: {{digest ?? Digest[7..]}}
                  maintainers: [{"name": "a"}]
                  urls:
                    - {{absolute}}web-1.2.0.tgz
                - version: 1.10.0
                  urls: [archives/web-1.10.0.tgz]
            generated: "2026-01-01T00:00:00Z"
            """),
        { } path when path.StartsWith("/repo/archives/web-1.", StringComparison.Ordinal) => new(200, Archive),
        _ => TlsServer.Answer.NotFound,
    };

    private static string ManifestDigest => DigestOf(Manifest(ChartConfig));

    private static string DigestOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Manifest(string config) =>
        "{\"config\":{\"mediaType\":\"" + config + "\",\"digest\":\"" + DigestOf(Description) + "\"},\"layers\":[{\"mediaType\":\"application/vnd.cncf.helm.chart.provenance.v1.prov\",\"digest\":\"sha256:00\"},"
        + "{\"mediaType\":\"application/vnd.cncf.helm.chart.content.v1.tar+gzip\",\"digest\":\"" + Digest + "\"}]}";

    private static Func<TlsServer.Request, TlsServer.Answer> Registry(string config = ChartConfig) => request =>
    {
        if (request.Path.StartsWith("/token", StringComparison.Ordinal))
            return TlsServer.Answer.Text("{\"token\":\"t1\"}");
        if (request.Authorization != "Bearer t1")
        {
            return TlsServer.Answer.Text("", 401) with
            {
                Headers = new() { ["WWW-Authenticate"] = "Bearer realm=\"/token\",service=\"reg\",scope=\"repository:charts/web:pull\"" },
            };
        }

        if (request.Path.Contains("/manifests/", StringComparison.Ordinal))
            return TlsServer.Answer.Text(Manifest(config));
        if (request.Path == $"/v2/charts/web/blobs/{DigestOf(Description)}")
            return TlsServer.Answer.Text(Description);

        return request.Path == $"/v2/charts/web/blobs/{Digest}" ? new(200, Archive) : TlsServer.Answer.NotFound;
    };

    private static EndpointSet Target(TlsServer server) => new("sandbox:test")
    {
        World = "w",
        CaCertificates = server.Authority,
        ChartRepositories = new Dictionary<string, Uri> { [Published] = new Uri(server.Address, "repo") },
    };

    private TlsServer Serve(Func<TlsServer.Request, TlsServer.Answer> answer)
    {
        var server = new TlsServer(answer);
        toDispose.Add(server);
        return server;
    }

    private ChartFetcher Fetcher(TlsServer server, ChartLock charts, params RepositoryCredentials[] credentials)
    {
        var fetcher = new ChartFetcher(new(Target(server), charts) { CacheFolder = folder, Credentials = credentials }, TimeProvider.System);
        toDispose.Add(fetcher);
        return fetcher;
    }
}

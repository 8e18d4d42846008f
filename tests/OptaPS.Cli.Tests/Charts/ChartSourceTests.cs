using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OptaPS.Helm.Tests.Repositories;

namespace OptaPS.Cli.Tests.Charts;

/// <summary>Charts from a registry and a repository through the real command line; the servers are https with an authority of the test's own.</summary>
public sealed class ChartSourceTests : IDisposable
{
    private const string Rendered = "---\n# Source: web/templates/a.yaml\nversion: \"1.2.0\"\nname: demo\n";
    private static readonly string SignIn = "Basic " + Convert.ToBase64String("ann:s3cret"u8);
    private readonly byte[] archive = Pack("1.2.0");
    private readonly OptaProgram program = new();

    public void Dispose() => program.Dispose();

    [SkippableFact]
    public async Task Registry_WithTokens_ServesTemplateAndPull()
    {
        using var server = new TlsServer(Registry(needsSignIn: true));
        var chart = $"oci://localhost:{server.Port}/charts/web";

        var template = await RunAsync(server, "chart", "template", "demo", chart, "--version", "1.2.0", "--username", "ann", "--password", "s3cret");
        Assert.True(template.Exit == 0, template.ToString());
        Assert.Equal(Rendered, template.Output);
        Assert.Contains(server.Requests, request => request.Path.StartsWith("/token?service=reg", StringComparison.Ordinal) && request.Authorization == SignIn);
        Assert.DoesNotContain(server.Requests, request => request.Path.StartsWith("/v2/", StringComparison.Ordinal) && request.Authorization == SignIn);

        var pull = await RunAsync(server, "chart", "pull", chart, "--username", "ann", "--password", "s3cret");
        Assert.True(pull.Exit == 0, pull.ToString());
        Assert.Equal(archive, await File.ReadAllBytesAsync(Path.Combine(program.Folder, "web-1.2.0.tgz")));

        var refused = await RunAsync(server, "chart", "template", "demo", chart, "--version", "1.2.0");
        Assert.Equal((1, ""), (refused.Exit, refused.Output));
        Assert.Contains("refuses access", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", template.Error + pull.Error + refused.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Registry_Tampered_IsRefused()
    {
        using var server = new TlsServer(request => request.Path.Contains("/blobs/", StringComparison.Ordinal) ? new(200, Pack("6.6.6")) : Registry(needsSignIn: false)(request));
        var result = await RunAsync(server, "chart", "template", "demo", $"oci://localhost:{server.Port}/charts/web", "--version", "1.2.0");
        Assert.Equal((1, ""), (result.Exit, result.Output));
        Assert.Contains("digest", result.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Repository_WithSignIn_ServesTemplateShowAndPull()
    {
        using var server = new TlsServer(Repository());
        string[] source = ["--repo", $"https://localhost:{server.Port}/repo", "--username", "ann", "--password", "s3cret"];

        var template = await RunAsync(server, ["chart", "template", "demo", "web", .. source]);
        Assert.True(template.Exit == 0, template.ToString());
        Assert.Equal(Rendered, template.Output);
        var show = await RunAsync(server, ["chart", "show", "chart", "web", .. source]);
        Assert.Contains("version: 1.2.0", show.Output, StringComparison.Ordinal);
        var unknown = await RunAsync(server, ["chart", "template", "demo", "web", "--version", "9", .. source]);
        Assert.Equal((1, ""), (unknown.Exit, unknown.Output));
        Assert.Contains("version \"9\" not found", unknown.Error, StringComparison.Ordinal);
        var pull = await RunAsync(server, ["chart", "pull", "web", "--untar", .. source]);
        Assert.True(pull.Exit == 0, pull.ToString());
        Assert.True(File.Exists(Path.Combine(program.Folder, "web", "Chart.yaml")));
    }

    [SkippableFact]
    public async Task ArchiveByItsAddress_ServesTemplateAndPull()
    {
        using var server = new TlsServer(Repository());
        var chart = $"https://localhost:{server.Port}/repo/files/web.tgz";
        string[] signIn = ["--username", "ann", "--password", "s3cret"];

        var template = await RunAsync(server, ["chart", "template", "demo", chart, .. signIn]);
        Assert.True(template.Exit == 0, template.ToString());
        Assert.Equal(Rendered, template.Output);
        var pull = await RunAsync(server, ["chart", "pull", chart, .. signIn]);
        Assert.True(pull.Exit == 0, pull.ToString());
        Assert.Equal(archive, await File.ReadAllBytesAsync(Path.Combine(program.Folder, "web.tgz")));

        var refused = await RunAsync(server, "chart", "template", "demo", chart);
        Assert.Equal((1, ""), (refused.Exit, refused.Output));
        Assert.Contains("refuses access", refused.Error, StringComparison.Ordinal);
        var missing = await RunAsync(server, ["chart", "template", "demo", chart + "x", .. signIn]);
        Assert.Equal((1, ""), (missing.Exit, missing.Output));
        Assert.Contains("web.tgzx", missing.Error, StringComparison.Ordinal);
    }

    private static byte[] Pack(string version)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, text) in ((string, string)[])[("web/Chart.yaml", $"apiVersion: v2\nname: web\nversion: {version}\n"), ("web/templates/a.yaml", "version: {{ .Chart.Version | quote }}\nname: {{ .Release.Name }}\n")])
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return stream.ToArray();
    }

    private Task<ProgramResult> RunAsync(TlsServer server, params string[] arguments)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only there does a variable name the trusted authorities");
        program.Write("ca.pem", server.Authority);
        return program.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = Path.Combine(program.Folder, "ca.pem") }, arguments);
    }

    private Func<TlsServer.Request, TlsServer.Answer> Registry(bool needsSignIn) => request =>
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(archive));
        if (request.Path.StartsWith("/token", StringComparison.Ordinal))
            return !needsSignIn || request.Authorization == SignIn ? TlsServer.Answer.Text("""{"token":"t1","expires_in":300}""") : TlsServer.Answer.Text("""{"errors":[{"code":"UNAUTHORIZED"}]}""", 401);
        if (request.Authorization != "Bearer t1")
            return TlsServer.Answer.Text("", 401) with { Headers = new() { ["WWW-Authenticate"] = "Bearer realm=\"/token\",service=\"reg\",scope=\"repository:charts/web:pull\"" } };
        return request.Path.Split('?')[0] switch
        {
            "/v2/charts/web/tags/list" => TlsServer.Answer.Text("""{"name":"charts/web","tags":["1.0.0","1.2.0","2.0.0-rc.1","latest"]}"""),
            "/v2/charts/web/manifests/1.2.0" => TlsServer.Answer.Text($$"""{"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json"},"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"{{digest}}"}]}"""),
            var path when path == "/v2/charts/web/blobs/" + digest => new(200, archive),
            _ => TlsServer.Answer.NotFound,
        };
    };

    private Func<TlsServer.Request, TlsServer.Answer> Repository() => request => request.Authorization != SignIn ? TlsServer.Answer.Text("", 401) : request.Path switch
    {
        "/repo/index.yaml" => TlsServer.Answer.Text("apiVersion: v1\nentries:\n  web:\n  - {version: 1.2.0, urls: [files/web.tgz]}\n  - {version: 2.0.0-rc.1, urls: [files/web2.tgz]}\n"),
        "/repo/files/web.tgz" => new(200, archive),
        _ => TlsServer.Answer.NotFound,
    };
}

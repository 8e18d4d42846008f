using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Hosting;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Tests.Hosting;

/// <summary>A sandbox on a folder of its own, called over real sockets.</summary>
internal sealed class TestSandbox : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    private TestSandbox(SandboxHost host, string folder, bool ownsFolder)
    {
        Host = host;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Description = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "sandbox.json")))!.AsObject();
        Http = new HttpClient(Trusting((string)Description["caCertificates"]!)) { BaseAddress = new Uri((string)Description["services"]!["aws:sts"]!) };
    }

    public SandboxHost Host { get; }

    public string Folder { get; }

    public JsonObject Description { get; }

    public HttpClient Http { get; }

    public string AccessKeyId => (string)Description["aws"]!["accessKeyId"]!;

    public string Secret => (string)Description["aws"]!["secretAccessKey"]!;

    public static async Task<TestSandbox> StartAsync(double timeScale = 1000, string? folder = null, Func<IClusterHost>? clusters = null)
    {
        var path = folder ?? Path.Combine(Path.GetTempPath(), "optaps-sandbox-" + Guid.NewGuid().ToString("N"));
        var options = new SandboxServerOptions(path) { TimeScale = timeScale };
        return new TestSandbox(await (clusters is null ? SandboxHost.StartAsync(options, CancellationToken.None) : SandboxHost.StartAsync(options, clusters, CancellationToken.None)), path, folder is null);
    }

    public static SocketsHttpHandler Trusting(string pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }

    public async Task<JsonNode> ControlAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, (string)Description["controlUrl"]! + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)Description["controlToken"]!);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>A cluster in a temporary folder, with a plain HTTP client for it.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "optaps-k8s-" + Guid.NewGuid().ToString("N"));
    private ClusterHost host = new();
    private HttpClient admin = null!;

    public ClusterAddress Address { get; private set; } = null!;

    public Cluster Cluster => host.Find("test")!;

    public RecordingLog Log { get; } = new();

    public static async Task<TestCluster> StartAsync(int nodes = 2, ITokenVerifier? verifier = null, IFaultInjector? faults = null)
    {
        var cluster = new TestCluster();
        await cluster.OpenAsync(nodes, verifier, faults);
        return cluster;
    }

    public async Task RestartAsync()
    {
        await host.DisposeAsync();
        host = new ClusterHost();
        await OpenAsync(0, null, null);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public HttpClient Client(string? token = null)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(Address.CaCertificatePem);
        if (token is null)
        {
            using var pem = X509Certificate2.CreateFromPem(Address.AdminCertificatePem, Address.AdminKeyPem);
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }

        var client = new HttpClient(handler) { BaseAddress = Address.Endpoint, Timeout = TimeSpan.FromSeconds(60) };
        if (!string.IsNullOrEmpty(token))
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(HttpMethod method, string path, JsonNode? body = null, string type = "application/json", HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        using var response = await (client ?? admin).SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, bytes.Length > 0 && bytes[0] == '{' ? JsonReader.Parse(bytes)!.AsObject() : new JsonObject { ["text"] = Encoding.UTF8.GetString(bytes) });
    }

    public async Task<JsonObject> CreateAsync(string path, string json)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, path, JsonNode.Parse(json));
        Assert.True(status == HttpStatusCode.Created, $"{path}: {status} {body.Text("message")}");
        return body;
    }

    public async Task<JsonObject> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Body;

    /// <summary>Reads a path until a condition holds.</summary>
    public async Task<JsonObject> UntilAsync(string path, Func<JsonObject, bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var body = await GetAsync(path);
            if (condition(body))
                return body;
            Assert.True(DateTime.UtcNow < deadline, $"{path} did not come to the expected state: {body.ToJsonString()} {Cluster.LastControllerError}");
            await Task.Delay(25);
        }
    }

    public Task<JsonObject> DeployAsync(string ns, string name, string image, int replicas = 1, string labels = "", string podExtra = "", string containerExtra = "") =>
        CreateAsync($"/apis/apps/v1/namespaces/{ns}/deployments", $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"replicas":{{{replicas}}},"selector":{"matchLabels":{"app":"{{{name}}}"}},
             "template":{"metadata":{"labels":{"app":"{{{name}}}"{{{labels}}}}},"spec":{ {{{podExtra}}} "containers":[{"name":"c","image":"{{{image}}}","ports":[{"containerPort":80}]{{{containerExtra}}} } ] } } } }
            """);

    public Task<JsonObject> ReadyAsync(string ns, string name) =>
        UntilAsync($"/apis/apps/v1/namespaces/{ns}/deployments/{name}", body => (body.Number("status", "availableReplicas") ?? 0) == body.Number("spec", "replicas"));

    private async Task OpenAsync(int nodes, ITokenVerifier? verifier, IFaultInjector? faults)
    {
        var spec = new ClusterSpec("test", "test", "1.36", folder, verifier)
        {
            Clock = new ScaledClock(50),
            RequestLog = Log,
            Faults = faults ?? NoFaults.Instance,
            InitialNodes = nodes == 0 ? new Dictionary<string, int>() : new Dictionary<string, int> { ["pool"] = nodes }
        };
        Address = await host.StartAsync(spec, CancellationToken.None);
        admin = Client();
    }

    internal sealed class RecordingLog : IRequestLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<KubernetesRequestEntry> entries = new();

        public IReadOnlyList<KubernetesRequestEntry> Entries => [.. entries];

        public void Record(KubernetesRequestEntry entry) => entries.Enqueue(entry);
    }
}

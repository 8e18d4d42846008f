using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using OptaPS.Sandbox.Kubernetes.Hosting;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>An API server as the corpus wants it: three nodes, a default storage class, an administrator.</summary>
internal sealed class CorpusServer : IAsyncDisposable
{
    private readonly ClusterHost host;

    private CorpusServer(ClusterHost host, ClusterAddress address, HttpClient signedIn, HttpClient anonymous) => (this.host, Address, SignedIn, Anonymous) = (host, address, signedIn, anonymous);

    public ClusterAddress Address { get; }

    public HttpClient SignedIn { get; }

    public HttpClient Anonymous { get; }

    public IReadOnlyList<string> Nodes { get; private set; } = [];

    public static Task<CorpusServer> StartAsync(double scale) => StartAsync(new ScaledClock(scale));

    public static async Task<CorpusServer> StartAsync(ISandboxClock clock)
    {
        var folder = Path.Combine(Path.GetTempPath(), "optaps-conformance-" + Guid.NewGuid().ToString("N"));
        var cluster = new ClusterHost();
        var address = await cluster.StartAsync(new ClusterSpec("c", "c", "1.36", folder, null) { Clock = clock, ProvidesLoadBalancers = false, InitialNodes = new Dictionary<string, int> { ["pool"] = 3 } }, CancellationToken.None);
        var server = new CorpusServer(cluster, address, Client(address, certificate: true), Client(address, certificate: false));
        using var content = new StringContent("""{"metadata":{"name":"kwok-volume","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"kubernetes.io/no-provisioner"}""");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await server.SignedIn.PostAsync("/apis/storage.k8s.io/v1/storageclasses", content);
        response.EnsureSuccessStatusCode();
        server.Nodes = [.. JsonReader.Parse(await server.SignedIn.GetByteArrayAsync("/api/v1/nodes")).Objects("items").Select(node => node.Name())];
        return server;
    }

    /// <summary>A kubeconfig of the administrator with a default namespace.</summary>
    public string Kubeconfig(string ns) => $"""
        apiVersion: v1
        kind: Config
        current-context: c
        clusters:
        - name: c
          cluster:
            server: {Address.Endpoint.ToString().TrimEnd('/')}
            certificate-authority-data: {Encode(Address.CaCertificatePem)}
        users:
        - name: kubernetes-admin
          user:
            client-certificate-data: {Encode(Address.AdminCertificatePem)}
            client-key-data: {Encode(Address.AdminKeyPem)}
        contexts:
        - name: c
          context:
            cluster: c
            user: kubernetes-admin
            namespace: {ns}
        """;

    public async Task MakeNamespaceAsync(string name)
    {
        using var content = new StringContent($$$"""{"metadata":{"name":"{{{name}}}"} }""", System.Text.Encoding.UTF8, "application/json");
        using var made = await SignedIn.PostAsync("/api/v1/namespaces", content);
        for (var i = 0; i < 200; i++)
        {
            using var account = await SignedIn.GetAsync($"/api/v1/namespaces/{name}/serviceaccounts/default");
            using var root = await SignedIn.GetAsync($"/api/v1/namespaces/{name}/configmaps/kube-root-ca.crt");
            if (account.IsSuccessStatusCode && root.IsSuccessStatusCode)
                return;
            await Task.Delay(25);
        }
    }

    public async ValueTask DisposeAsync()
    {
        SignedIn.Dispose();
        Anonymous.Dispose();
        await host.DisposeAsync();
    }

    private static string Encode(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static HttpClient Client(ClusterAddress address, bool certificate)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 64 };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(address.CaCertificatePem);
        if (certificate)
        {
            using var pem = X509Certificate2.CreateFromPem(address.AdminCertificatePem, address.AdminKeyPem);
            handler.SslOptions.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        }

        return new HttpClient(handler) { BaseAddress = address.Endpoint, Timeout = TimeSpan.FromSeconds(60) };
    }
}

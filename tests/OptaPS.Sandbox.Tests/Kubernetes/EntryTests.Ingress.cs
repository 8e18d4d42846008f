using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>The classic Ingress of a running ingress-nginx.</summary>
public partial class EntryTests
{
    [Fact]
    public async Task ClassicIngress_RoutesByHostAndPath_WithItsCertificateAndRewrites()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.DeployAsync("kube-system", "nginx", "ingress-nginx/controller:1", labels: ",\"app.kubernetes.io/name\":\"ingress-nginx\"");
        await cluster.SendAsync(HttpMethod.Patch, "/apis/apps/v1/namespaces/kube-system/deployments/nginx", JsonNode.Parse("""{"metadata":{"labels":{"app.kubernetes.io/name":"ingress-nginx"}}}"""), "application/merge-patch+json");
        await cluster.CreateAsync("/apis/networking.k8s.io/v1/ingressclasses", """{"metadata":{"name":"nginx"},"spec":{"controller":"k8s.io/ingress-nginx"}}""");
        foreach (var name in new[] { "one", "two", "rest" })
        {
            await cluster.DeployAsync("default", name, $"acme/{name}:1");
            await cluster.CreateAsync("/api/v1/namespaces/default/services", $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"selector":{"app":"{{{name}}}"},"ports":[{"name":"web","port":80}]}}""");
            await UntilEndpointAsync(cluster, "default", name);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Authority("CN=shop.example.com", key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await cluster.CreateAsync("/api/v1/namespaces/default/secrets", $$$"""{"metadata":{"name":"pair"},"type":"kubernetes.io/tls","stringData":{"tls.crt":{{{JsonValue.Create(issued.ExportCertificatePem()).ToJsonString()}}},"tls.key":{{{JsonValue.Create(key.ExportPkcs8PrivateKeyPem()).ToJsonString()}}} } }""");
        await cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/default/ingresses", """
            {"metadata":{"name":"shop","annotations":{"nginx.ingress.kubernetes.io/rewrite-target":"/$2"}},"spec":{"ingressClassName":"nginx","tls":[{"hosts":["shop.example.com"],"secretName":"pair"}],"rules":[
             {"host":"shop.example.com","http":{"paths":[{"path":"/one(/|$)(.*)","pathType":"ImplementationSpecific","backend":{"service":{"name":"one","port":{"name":"web"}}}}]}}]}}
            """);
        await cluster.CreateAsync("/apis/networking.k8s.io/v1/namespaces/default/ingresses", """
            {"metadata":{"name":"plain"},"spec":{"ingressClassName":"nginx","defaultBackend":{"service":{"name":"rest","port":{"number":80}}},"rules":[
             {"host":"*.plain.example.com","http":{"paths":[{"path":"/two","pathType":"Prefix","backend":{"service":{"name":"two","port":{"number":80}}}}]}}]}}
            """);
        await cluster.ReadyAsync("kube-system", "nginx");

        var seen = "";
        using var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = certificate!.Subject).Length > 0 }
        });
        Assert.Equal((200, "two", "/two/x"), await AskAsync("http", "a.plain.example.com", "/two/x"));
        Assert.Equal((200, "rest", "/twofold"), await AskAsync("http", "a.plain.example.com", "/twofold"));
        Assert.Equal((308, "https://shop.example.com/one/deep?q=1", ""), await AskAsync("http", "shop.example.com", "/one/deep?q=1"));
        Assert.Equal((200, "one", "/deep/er"), await AskAsync("https", "shop.example.com", "/one/deep/er"));
        Assert.Equal("CN=shop.example.com", seen);

        async Task<(int Status, string Where, string Path)> AskAsync(string scheme, string host, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(scheme == "http" ? cluster.Address.EntryHttp : cluster.Address.EntryHttps, path));
            request.Headers.Host = host;
            using var response = await client.SendAsync(request);
            if (response.Headers.Location is { } location)
                return ((int)response.StatusCode, location.ToString(), "");
            var body = JsonReader.Parse(await response.Content.ReadAsByteArrayAsync())!.AsObject();
            return ((int)response.StatusCode, body.Text("service") ?? body.ToJsonString(), body.Text("path") ?? "");
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests;

/// <summary>Lists what a sandbox cluster holds, by plain HTTP with the cluster's administrator certificate.</summary>
internal sealed class ClusterReader : IDisposable
{
    private static readonly string[] Lists =
    [
        "api/v1/namespaces", "api/v1/services", "api/v1/serviceaccounts", "api/v1/configmaps", "api/v1/secrets",
        "apis/apps/v1/deployments", "apis/autoscaling/v2/horizontalpodautoscalers", "apis/policy/v1/poddisruptionbudgets",
        "apis/networking.k8s.io/v1/networkpolicies", "apis/rbac.authorization.k8s.io/v1/clusterroles", "apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        "apis/rbac.authorization.k8s.io/v1/roles", "apis/rbac.authorization.k8s.io/v1/rolebindings",
        "apis/apiextensions.k8s.io/v1/customresourcedefinitions", "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
        "apis/gateway.networking.k8s.io/v1/gateways", "apis/gateway.networking.k8s.io/v1/httproutes", "apis/gateway.networking.k8s.io/v1/gatewayclasses",
    ];

    private readonly HttpClient client;

    private ClusterReader(HttpClient client) => this.client = client;

    /// <summary>Connects to the only cluster of a world.</summary>
    public static async Task<ClusterReader> ConnectAsync(ProgramWorld world)
    {
        var cluster = Assert.Single((JsonArray)(await world.ControlAsync("clusters"))["clusters"]!)!;
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPem(cluster["caCertificate"]!.GetValue<string>());
        using var pem = X509Certificate2.CreateFromPem(cluster["adminCertificate"]!.GetValue<string>(), cluster["adminKey"]!.GetValue<string>());
        var certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        return new ClusterReader(new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy, ClientCertificates = [certificate] },
        })
        {
            BaseAddress = new Uri(cluster["endpoint"]!.GetValue<string>()),
        });
    }

    /// <summary>Kind, namespace and name of every object that an apply makes; the revision of a Helm record is left out, and so are kinds that the cluster does not serve.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        foreach (var list in Lists)
        {
            using var answer = await client.GetAsync(list);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                continue;
            foreach (var item in (JsonArray)JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["items"]!)
            {
                var name = item!["metadata"]!["name"]!.GetValue<string>();
                if (name.StartsWith("sh.helm.release.v1.", StringComparison.Ordinal))
                    name = name[..name.LastIndexOf('.')];
                names.Add($"{list[(list.LastIndexOf('/') + 1)..]} {item["metadata"]!["namespace"]?.GetValue<string>()}/{name}");
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Deletes an object as somebody with a client of Kubernetes does.</summary>
    public async Task DeleteAsync(string path)
    {
        using var answer = await client.DeleteAsync(path);
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
    }

    /// <summary>One object or list, or null when the cluster does not serve it.</summary>
    public async Task<JsonNode?> FindAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <summary>One object.</summary>
    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await client.GetStringAsync(path))!;

    public void Dispose() => client.Dispose();
}

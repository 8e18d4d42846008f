using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Certificates of https listeners and of classic ingresses, from the Secrets they name.</summary>
internal sealed class GatewayCertificates(Cluster cluster)
{
    private readonly ConcurrentDictionary<string, X509Certificate2> loaded = new(StringComparer.Ordinal);

    /// <summary>The certificate of a load balancer that ends TLS, else of the best matching listener, else of an ingress for the host, or null.</summary>
    public X509Certificate2? For(string? host)
    {
        if (OfBalancer(host) is { } presented)
            return presented;
        var best = cluster.Store.List(GatewayNames.Gateways).Select(item => item.Body)
            .SelectMany(gateway => gateway.Objects("spec", "listeners").Select(listener => (gateway, listener)))
            .Where(pair => pair.listener.Objects("tls", "certificateRefs").Any() && HostNames.Matches(pair.listener.Text("hostname"), host ?? ""))
            .OrderByDescending(pair => pair.listener.Text("hostname")?.Length ?? 0).ToList();
        foreach (var (gateway, listener) in best)
        {
            if (Secret(cluster, gateway, listener.Objects("tls", "certificateRefs").First()) is { } secret && Load(secret) is { } certificate)
                return certificate;
        }

        return ForIngress(host);
    }

    // A balancer shows its certificate whatever name it is asked by; a name that is no balancer's own may be a record for any of them.
    private X509Certificate2? OfBalancer(string? host) => cluster.Spec.LoadBalancers is not { } cloud ? null : cluster.Store.List("/services").Select(item => item.Body)
        .Where(service => service.Text("spec", "type") == "LoadBalancer")
        .OrderByDescending(service => service.Objects("status", "loadBalancer", "ingress").Any(ingress => ingress.Text("hostname") == host))
        .Select(cloud.CertificateOf).FirstOrDefault(certificate => certificate is not null);

    private X509Certificate2? ForIngress(string? host) => cluster.Store.List("networking.k8s.io/ingresses").Select(item => item.Body).Where(item => IngressController.Serves(cluster, item))
        .SelectMany(ingress => ingress.Objects("spec", "tls").Where(tls => tls.Texts("hosts").Any(name => HostNames.Matches(name, host ?? ""))).Select(tls => cluster.Store.Get("/secrets", ingress.Namespace(), tls.Text("secretName") ?? "")?.Body))
        .Select(secret => secret is null ? null : Load(secret)).FirstOrDefault(certificate => certificate is not null);

    /// <summary>Why a listener's certificate cannot be used, or null.</summary>
    public static string? MissingReference(Cluster cluster, JsonObject gateway, JsonObject listener)
    {
        foreach (var reference in listener.Objects("tls", "certificateRefs"))
        {
            if (Secret(cluster, gateway, reference) is null)
                return $"Secret {reference.Text("namespace") ?? gateway.Namespace()}/{reference.Text("name")} does not exist";
        }

        return null;
    }

    private static JsonObject? Secret(Cluster cluster, JsonObject gateway, JsonObject reference) =>
        cluster.Store.Get("/secrets", reference.Text("namespace") ?? gateway.Namespace(), reference.Text("name") ?? "")?.Body;

    private X509Certificate2? Load(JsonObject secret)
    {
        var key = secret.Uid() + secret.Text("metadata", "resourceVersion");
        if (loaded.TryGetValue(key, out var present))
            return present;
        try
        {
            using var pair = X509Certificate2.CreateFromPem(Decode(secret, "tls.crt"), Decode(secret, "tls.key"));
            return loaded[key] = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Decode(JsonObject secret, string name) => Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", name) ?? ""));
}

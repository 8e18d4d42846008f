using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Mesh;

/// <summary>Whether the mesh's issuer certificate chains to its trust anchors and is in date.</summary>
internal static class MeshTrust
{
    /// <summary>Why no proxy could get an identity, or null when all is well.</summary>
    public static string? Problem(Cluster cluster, string ns)
    {
        if (cluster.Store.Get("/secrets", ns, "linkerd-identity-issuer")?.Body is not { } secret)
            return $"Secret {ns}/linkerd-identity-issuer does not exist";
        var encoded = secret.Text("data", "crt.pem") ?? secret.Text("data", "tls.crt");
        if (encoded is null)
            return $"Secret {ns}/linkerd-identity-issuer has no crt.pem";
        var anchors = cluster.Store.Get("/configmaps", ns, "linkerd-identity-trust-roots")?.Body.Text("data", "ca-bundle.crt");
        if (anchors is null)
            return $"ConfigMap {ns}/linkerd-identity-trust-roots has no ca-bundle.crt";
        try
        {
            return Verify(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)), anchors, cluster.Clock.Now.UtcDateTime);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return "the identity certificates cannot be read: " + e.Message;
        }
    }

    private static string? Verify(string issuerPem, string anchorPem, DateTime now)
    {
        var chainCertificates = new X509Certificate2Collection();
        chainCertificates.ImportFromPem(issuerPem);
        if (chainCertificates.Count == 0)
            return "the identity issuer certificate is empty";
        using var issuer = chainCertificates[0];
        if (now > issuer.NotAfter.ToUniversalTime())
            return $"the identity issuer certificate expired at {issuer.NotAfter.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}";
        if (now < issuer.NotBefore.ToUniversalTime())
            return $"the identity issuer certificate is not valid before {issuer.NotBefore.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(anchorPem);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now;
        for (var i = 1; i < chainCertificates.Count; i++)
            chain.ChainPolicy.ExtraStore.Add(chainCertificates[i]);
        return chain.Build(issuer) ? null
            : "the identity issuer certificate does not chain to the trust anchors: " + string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()));
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Controllers;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Pods;

/// <summary>What the containers of known jobs leave behind when they end.</summary>
internal static class JobEffects
{
    /// <summary>The certificate generator of NGINX Gateway Fabric writes two TLS secrets.</summary>
    public static async Task ApplyAsync(Cluster cluster, JsonObject pod, CancellationToken ct)
    {
        foreach (var container in pod.Objects("spec", "containers").Where(container => container.Texts("args").Contains("generate-certs")))
        {
            foreach (var argument in container.Texts("args"))
            {
                var at = argument.IndexOf("-tls-secret=", StringComparison.Ordinal);
                if (at < 0)
                    continue;
                await Bootstrap.EnsureAsync(cluster, "", "secrets", pod.Namespace(), new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = argument[(at + "-tls-secret=".Length)..] },
                    ["type"] = "kubernetes.io/tls",
                    ["data"] = new JsonObject
                    {
                        ["ca.crt"] = Encode(cluster.Identity.CaPem),
                        ["tls.crt"] = Encode(cluster.Identity.ServerCertificate.ExportCertificatePem()),
                        ["tls.key"] = Encode(cluster.Identity.ServerCertificate.GetECDsaPrivateKeyPem())
                    }
                }, ct);
            }
        }
    }

    private static string Encode(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private static string GetECDsaPrivateKeyPem(this System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(certificate)!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}

using System.Security.Cryptography.X509Certificates;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Credentials that do not change: a token, a certificate, both or none.</summary>
internal sealed class FixedCredentials(Secret? token, X509Certificate2? certificate) : IClusterCredentials
{
    public ValueTask<Secret?> GetTokenAsync(bool refresh, CancellationToken cancellationToken) => new(token);

    public ValueTask<X509Certificate2?> GetCertificateAsync(CancellationToken cancellationToken) => new(certificate);
}

using System.Security.Cryptography.X509Certificates;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Signs requests and connections in.</summary>
internal interface IClusterCredentials
{
    /// <summary>The bearer token for a request, or null when none is used. <paramref name="refresh"/> after the server refused the last one.</summary>
    ValueTask<Secret?> GetTokenAsync(bool refresh, CancellationToken cancellationToken);

    /// <summary>The client certificate for a new connection, or null when none is used.</summary>
    ValueTask<X509Certificate2?> GetCertificateAsync(CancellationToken cancellationToken);
}

using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Tokens of a cloud's credential source, asked per request.</summary>
internal sealed class SourceCredentials(ICredentialSource source, JsonObject credential) : IClusterCredentials
{
    public async ValueTask<Secret?> GetTokenAsync(bool refresh, CancellationToken cancellationToken) =>
        (await source.GetTokenAsync(credential, refresh, cancellationToken)).Token;

    public ValueTask<X509Certificate2?> GetCertificateAsync(CancellationToken cancellationToken) => new((X509Certificate2?)null);
}

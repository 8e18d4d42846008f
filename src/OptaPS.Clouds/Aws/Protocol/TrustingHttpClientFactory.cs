using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Makes the HTTP client of all services of one target; trusts the target's own authorities besides the system's. Validation is never switched off.</summary>
internal sealed class TrustingHttpClientFactory : HttpClientFactory, IDisposable
{
    private readonly HttpClient client;

    /// <summary>Makes the factory for a target.</summary>
    public TrustingHttpClientFactory(EndpointSet endpoints)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(endpoints.CaCertificates) },
        };
        client = new HttpClient(handler, disposeHandler: true) { Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static X509ChainPolicy? Trust(string? authorities)
    {
        if (authorities is null)
            return null;

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(authorities);
        using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        system.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        policy.CustomTrustStore.AddRange(system.Certificates);
        return policy;
    }
}

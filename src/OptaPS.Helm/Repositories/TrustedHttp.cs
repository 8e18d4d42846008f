using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OptaPS.Targets;

namespace OptaPS.Helm.Repositories;

/// <summary>HTTP over certificates that the system or the target's own authorities vouch for.</summary>
internal static class TrustedHttp
{
    /// <summary>A client for a target; redirects are followed by hand so that sign-ins never reach another host.</summary>
    public static HttpClient Create(EndpointSet target)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = TimeSpan.FromSeconds(15) };
        if (target.CaCertificates is { } pem)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(pem);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(authorities, certificate, chain, errors);
        }

        return new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5), DefaultRequestHeaders = { { "User-Agent", "OptaPS" } } };
    }

    private static bool IsTrusted(X509Certificate2Collection authorities, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;

        // The name must fit in any case; only the question of who vouches is asked again, of the target's own authorities.
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements.Skip(1) ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }
}

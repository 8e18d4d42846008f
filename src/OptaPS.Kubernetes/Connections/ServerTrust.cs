using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Decides whether one handshake's server certificate is to be trusted, and remembers why not.</summary>
internal sealed class ServerTrust(ConnectionSettings settings, TimeProvider time)
{
    private KubernetesFailure? reason;
    private string detail = "";

    /// <summary>The name that the certificate must carry.</summary>
    public string ServerName => settings.TlsServerName ?? settings.Endpoint.IdnHost;

    public X509ChainPolicy CreatePolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (settings.Trust is { } trust && !settings.TrustSystemToo)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trust);
        }

        return policy;
    }

    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (settings.SkipTlsVerification || errors == SslPolicyErrors.None)
            return true;
        if (certificate is not X509Certificate2 server)
            return Refuse(KubernetesFailure.CertificateUntrusted, "the server sent no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !IsAnchored(chain, server) && !CheckChain(chain, server))
            return false;
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            || Refuse(KubernetesFailure.CertificateName, $"it is for {NamesOf(server)}, not for {ServerName}");
    }

    /// <summary>The error to show for a failed handshake, or null when the certificate was not the reason.</summary>
    public KubernetesException? Refusal(Exception inner) => reason is not { } failure ? null : new(failure, failure switch
    {
        KubernetesFailure.CertificateExpired => $"The certificate of the Kubernetes API server at {Authority} has expired.",
        KubernetesFailure.ClockSkew => $"The certificate of the Kubernetes API server at {Authority} is not valid yet.",
        KubernetesFailure.CertificateName => $"The certificate of the Kubernetes API server at {Authority} is for another name.",
        _ => $"The certificate of the Kubernetes API server at {Authority} was issued by an authority that is not trusted.",
    }, inner) { Cause = detail };

    private string Authority => settings.Endpoint.GetLeftPart(UriPartial.Authority);

    private bool CheckChain(X509Chain? chain, X509Certificate2 server)
    {
        var expired = chain?.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)));
        if (expired is not null && expired.Certificate.NotBefore.ToUniversalTime() > time.GetUtcNow().UtcDateTime)
            return Refuse(KubernetesFailure.ClockSkew, $"{expired.Certificate.Subject} is valid from {expired.Certificate.NotBefore.ToUniversalTime():u}, and this machine's clock says {time.GetUtcNow():u}");
        if (expired is not null)
            return Refuse(KubernetesFailure.CertificateExpired, $"{expired.Certificate.Subject} is valid from {expired.Certificate.NotBefore.ToUniversalTime():u} to {expired.Certificate.NotAfter.ToUniversalTime():u}");
        return Refuse(KubernetesFailure.CertificateUntrusted, $"{server.Subject} was issued by {server.Issuer}");
    }

    // Any certificate of the authority data is an anchor, as in every other client: intermediates and additional authorities too.
    private bool IsAnchored(X509Chain? chain, X509Certificate2 server)
    {
        if (settings.Trust is not { } trust || chain is null)
            return false;
        using var own = new X509Chain { ChainPolicy = { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust, VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority } };
        own.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        own.ChainPolicy.CustomTrustStore.AddRange(trust);
        own.ChainPolicy.ExtraStore.AddRange(trust);
        foreach (var element in chain.ChainElements)
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        return own.Build(server) && own.ChainElements.Any(element => trust.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
    }

    private static string NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.Subject;
    }

    private bool Refuse(KubernetesFailure failure, string why)
    {
        (reason, detail) = (failure, why);
        return false;
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OptaPS.Sandbox.Hosting;

/// <summary>The sandbox's own certificate authority (ECDSA P-256), kept in the data folder, and the server certificate made by it at each start.</summary>
internal sealed class CertificateAuthority
{
    private readonly X509Certificate2 _authority;

    private CertificateAuthority(X509Certificate2 authority, string file)
    {
        _authority = authority;
        CertificateFile = file;
        CertificatePem = authority.ExportCertificatePem();
    }

    public string CertificateFile { get; }

    public string CertificatePem { get; }

    public static CertificateAuthority LoadOrCreate(string folder)
    {
        var certificate = Path.Combine(folder, "ca.pem");
        var key = Path.Combine(folder, "ca-key.pem");
        if (File.Exists(certificate) && File.Exists(key))
        {
            return new CertificateAuthority(X509Certificate2.CreateFromPemFile(certificate, key), certificate);
        }

        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=OptaPS sandbox " + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        var created = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        PrivateFile.Write(key, Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem()));
        File.WriteAllText(certificate, created.ExportCertificatePem() + "\n");
        return new CertificateAuthority(created, certificate);
    }

    /// <summary>A certificate for the loopback names; the key is held in memory only.</summary>
    public X509Certificate2 IssueServerCertificate()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("*.localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return Issue("localhost", names);
    }

    /// <summary>A certificate for domain names, as a public authority would issue it.</summary>
    public X509Certificate2 Issue(IReadOnlyList<string> domains)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var domain in domains)
        {
            names.AddDnsName(domain);
        }

        return Issue(domains[0], names);
    }

    private X509Certificate2 Issue(string subject, SubjectAlternativeNameBuilder names)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + subject, pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_authority, now.AddDays(-1), now.AddDays(365), RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(pair);

        // A re-import makes the key usable by SslStream on Windows too.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}

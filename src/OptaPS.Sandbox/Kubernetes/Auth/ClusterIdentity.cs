using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Sandbox.Kubernetes.Auth;

/// <summary>The certificate authority, server and administrator certificates and the service-account signing key of one cluster, kept in its folder.</summary>
internal sealed class ClusterIdentity : IDisposable
{
    private readonly X509Certificate2 ca;
    private readonly ECDsa caKey;

    private ClusterIdentity(string folder)
    {
        Directory.CreateDirectory(folder);
        var caFile = Path.Combine(folder, "ca.pem");
        if (!File.Exists(caFile))
            CreateAll(folder);
        ca = X509Certificate2.CreateFromPemFile(caFile, Path.Combine(folder, "ca-key.pem"));
        caKey = ca.GetECDsaPrivateKey()!;
        CaPem = ca.ExportCertificatePem();
        AdminPem = File.ReadAllText(Path.Combine(folder, "admin.pem"));
        AdminKeyPem = File.ReadAllText(Path.Combine(folder, "admin-key.pem"));
        ServiceAccountKey = ECDsa.Create();
        ServiceAccountKey.ImportFromPem(File.ReadAllText(Path.Combine(folder, "sa-key.pem")));
        using var server = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server.pem"), Path.Combine(folder, "server-key.pem"));
        ServerCertificate = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
    }

    public string CaPem { get; }

    public string AdminPem { get; }

    public string AdminKeyPem { get; }

    public X509Certificate2 ServerCertificate { get; }

    public ECDsa ServiceAccountKey { get; }

    public X509Certificate2 Ca => ca;

    public static ClusterIdentity Open(string folder) => new(folder);

    /// <summary>Whether a client certificate was issued by this cluster and is in date.</summary>
    public bool Trusts(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    public void Dispose()
    {
        ca.Dispose();
        caKey.Dispose();
        ServerCertificate.Dispose();
        ServiceAccountKey.Dispose();
    }

    private static void CreateAll(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        using var root = request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(10));
        Issue(folder, "server", "CN=kube-apiserver", root, serverNames: true);
        Issue(folder, "admin", "O=system:masters, CN=kubernetes-admin", root, serverNames: false);
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(Path.Combine(folder, "sa-key.pem"), signing.ExportPkcs8PrivateKeyPem());
        Write(Path.Combine(folder, "ca-key.pem"), key.ExportPkcs8PrivateKeyPem());
        Write(Path.Combine(folder, "ca.pem"), root.ExportCertificatePem());
    }

    private static void Issue(string folder, string name, string subject, X509Certificate2 root, bool serverNames)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(serverNames ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        if (serverNames)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in new[] { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local" })
                names.AddDnsName(host);
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
            names.AddIpAddress(IPAddress.Parse("10.96.0.1"));
            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(root, new DateTimeOffset(root.NotBefore), new DateTimeOffset(root.NotAfter), RandomNumberGenerator.GetBytes(12));
        Write(Path.Combine(folder, name + ".pem"), certificate.ExportCertificatePem());
        Write(Path.Combine(folder, name + "-key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}

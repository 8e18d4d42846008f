using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Engine.Generated;

/// <summary>Makes certificates.</summary>
internal static class CertificateMaker
{
    /// <summary>The clock of the machine that makes a certificate may be ahead of those that check it, and no answer corrects it; a certificate is valid from a while earlier.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    internal static IssuedCertificate SignSelf(CertificateOrder order, ECDsa key)
    {
        using var certificate = Request(order, key).CreateSelfSigned(order.From - ClockSkew, order.Until);
        return Issued(certificate);
    }

    internal static IssuedCertificate Sign(CertificateOrder order, ECDsa key, string caCertPem, string caKeyPem, Func<string, Exception> refuse)
    {
        using var authority = Load(caCertPem, caKeyPem, refuse);
        var end = Moment(authority.NotAfter);
        var begin = Moment(authority.NotBefore);
        if (order.From > end)
            throw refuse($"The CA certificate ended {end:u}.");

        // A certificate that outlives its CA is of no use and some systems refuse it.
        var until = order.Until < end ? order.Until : end;
        var from = order.From - ClockSkew < begin ? begin : order.From - ClockSkew;
        var request = Request(order, key);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(authority, from, until, Serial());
        return Issued(certificate);
    }

    private static X509Certificate2 Load(string certPem, string keyPem, Func<string, Exception> refuse)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certPem, keyPem);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw refuse("'caCertPem' and 'caKeyPem' are not a certificate and its private key.");
        }
    }

    private static CertificateRequest Request(CertificateOrder order, ECDsa key)
    {
        var request = new CertificateRequest($"CN={Escape(order.CommonName)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(order.IsAuthority, order.IsAuthority && order.PathLength is not null, order.PathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(order.IsAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (!order.IsAuthority)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));

        // Verifiers look at names only here, not in the subject.
        var names = order.DnsNames.Count > 0 || order.IsAuthority ? order.DnsNames : [order.CommonName];
        if (names.Count > 0)
        {
            var builder = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                builder.AddDnsName(name);
            request.CertificateExtensions.Add(builder.Build());
        }

        return request;
    }

    private static IssuedCertificate Issued(X509Certificate2 certificate) =>
        new(certificate.ExportCertificatePem(), Moment(certificate.NotBefore), Moment(certificate.NotAfter));

    private static DateTimeOffset Moment(DateTime local) => new(local.ToUniversalTime());

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        serial[0] |= 0x40;
        return serial;
    }

    private static string Escape(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}

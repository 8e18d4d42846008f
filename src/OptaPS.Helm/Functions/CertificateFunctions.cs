using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions that make keys and certificates.</summary>
internal static class CertificateFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("genPrivateKey", "string", a => PrivateKeyText.Generate((string)a[0]!));
        t.Add("buildCustomCert", "string string", a => Custom((string)a[0]!, (string)a[1]!));
        t.Add("genCA", "string int", (c, a) => Authority(c, a, PrivateKey.NewRsa()));
        t.Add("genCAWithKey", "string int string", (c, a) => Authority(c, a, Parse(a[2])));
        t.Add("genSelfSignedCert", "string list list int", (c, a) => SelfSigned(c, a, PrivateKey.NewRsa()));
        t.Add("genSelfSignedCertWithKey", "string list list int string", (c, a) => SelfSigned(c, a, Parse(a[4])));
        t.Add("genSignedCert", "string list list int certificate", (c, a) => Signed(c, a, PrivateKey.NewRsa()));
        t.Add("genSignedCertWithKey", "string list list int certificate string", (c, a) => Signed(c, a, Parse(a[5])));
    }

    private static PrivateKey Parse(object? pem)
    {
        try
        {
            return PrivateKey.Parse((string)pem!);
        }
        catch (FunctionException e)
        {
            throw new FunctionException("parsing private key: " + e.Message);
        }
    }

    private static CertificateValue Custom(string certificate, string key)
    {
        string certificateText, keyText;
        try
        {
            certificateText = GoText.FromBytes(GoBase64.Decode(certificate));
        }
        catch (FunctionException)
        {
            throw new FunctionException("unable to decode base64 certificate");
        }
        try
        {
            keyText = GoText.FromBytes(GoBase64.Decode(key));
        }
        catch (FunctionException)
        {
            throw new FunctionException("unable to decode base64 private key");
        }
        if (!PemEncoding.TryFind(certificateText, out _))
        {
            throw new FunctionException("unable to decode certificate");
        }
        try
        {
            X509Certificate2.CreateFromPem(certificateText).Dispose();
        }
        catch (CryptographicException e)
        {
            throw new FunctionException("error parsing certificate: decodedCert.Bytes: " + e.Message);
        }
        try
        {
            PrivateKey.Parse(keyText);
        }
        catch (FunctionException e)
        {
            throw new FunctionException("error parsing private key: " + e.Message);
        }
        return new CertificateValue(certificateText, keyText);
    }

    private static CertificateValue Authority(FunctionContext context, object?[] a, PrivateKey key)
    {
        var request = Request((string)a[0]!, null, null, key, isAuthority: true);
        return Issue(context, request, request.SubjectName, key, key, (GoInt)a[1]!);
    }

    private static CertificateValue SelfSigned(FunctionContext context, object?[] a, PrivateKey key)
    {
        var request = Request((string)a[0]!, (GoList?)a[1], (GoList?)a[2], key, isAuthority: false);
        return Issue(context, request, request.SubjectName, key, key, (GoInt)a[3]!);
    }

    private static CertificateValue Signed(FunctionContext context, object?[] a, PrivateKey key)
    {
        var authority = (CertificateValue)a[4]!;
        X509Certificate2 signer;
        try
        {
            signer = X509Certificate2.CreateFromPem(authority.Certificate);
        }
        catch (CryptographicException e)
        {
            throw new FunctionException(authority.Certificate.Contains("-----BEGIN", StringComparison.Ordinal) ? "error parsing certificate: decodedSignerCert.Bytes: " + e.Message : "unable to decode certificate");
        }
        using (signer)
        {
            PrivateKey signerKey;
            try
            {
                signerKey = PrivateKey.Parse(authority.Key);
            }
            catch (FunctionException e)
            {
                throw new FunctionException("error parsing private key: " + e.Message);
            }
            var request = Request((string)a[0]!, (GoList?)a[1], (GoList?)a[2], key, isAuthority: false);
            return Issue(context, request, signer.SubjectName, key, signerKey, (GoInt)a[3]!);
        }
    }

    private static CertificateRequest Request(string name, GoList? addresses, GoList? hosts, PrivateKey key, bool isAuthority)
    {
        var builder = new X500DistinguishedNameBuilder();
        if (name.Length > 0)
        {
            builder.AddCommonName(name);
        }
        var request = new CertificateRequest(builder.Build(), key.PublicKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | (isAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.None);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key.PublicKey, critical: false));
        }
        if ((hosts?.Count ?? 0) + (addresses?.Count ?? 0) > 0)
        {
            request.CertificateExtensions.Add(AlternativeNames.Of(addresses?.Items ?? [], hosts?.Items ?? []));
        }
        return request;
    }

    private static CertificateValue Issue(FunctionContext context, CertificateRequest request, X500DistinguishedName issuer, PrivateKey key, PrivateKey signer, GoInt days)
    {
        var now = context.Clock.GetUtcNow();
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        try
        {
            using var certificate = request.Create(issuer, signer.SignatureGenerator, now, now.AddDays(days.Value), serial);
            return new CertificateValue(certificate.ExportCertificatePem() + "\n", key.Pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FunctionException("error creating certificate: " + e.Message);
        }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Helm.Functions;

/// <summary>A private key: its PEM text, its public half, and how it signs certificates.</summary>
internal sealed class PrivateKey
{
    private readonly X509SignatureGenerator? generator;

    private PrivateKey(string pem, PublicKey publicKey, X509SignatureGenerator? generator)
    {
        Pem = pem;
        PublicKey = publicKey;
        this.generator = generator;
    }

    public string Pem { get; }

    public PublicKey PublicKey { get; }

    public X509SignatureGenerator SignatureGenerator => generator ?? throw new FunctionException("a key of this type cannot sign certificates here");

    public static PrivateKey NewRsa()
    {
        var rsa = RSA.Create(2048);
        return OfRsa(rsa, rsa.ExportRSAPrivateKeyPem() + "\n");
    }

    public static PrivateKey Parse(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new FunctionException("no PEM data in input");
        }
        var label = pem[fields.Label];
        var data = Convert.FromBase64String(pem[fields.Base64Data]);
        try
        {
            switch (label)
            {
                case "RSA PRIVATE KEY":
                    var rsa = RSA.Create();
                    rsa.ImportRSAPrivateKey(data, out _);
                    return OfRsa(rsa, pem);
                case "EC PRIVATE KEY":
                    var ec = ECDsa.Create();
                    ec.ImportECPrivateKey(data, out _);
                    return OfEc(ec, pem);
                case "PRIVATE KEY":
                    return OfPkcs8(data, pem);
                default:
                    throw new FunctionException(label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal) ? "invalid private key type " + label : "no private key data in PEM block of type " + label);
            }
        }
        catch (CryptographicException e)
        {
            throw new FunctionException($"parsing {label} from PEM: {e.Message}");
        }
    }

    private static PrivateKey OfPkcs8(byte[] data, string pem)
    {
        if (Ed25519.SeedOf(data) is { } seed)
        {
            var oid = new Oid("1.3.101.112");
            return new PrivateKey(pem, new PublicKey(oid, null, new AsnEncodedData(oid, Ed25519.PublicKey(seed))), null);
        }
        try
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(data, out _);
            return OfRsa(rsa, pem);
        }
        catch (CryptographicException)
        {
            var ec = ECDsa.Create();
            ec.ImportPkcs8PrivateKey(data, out _);
            return OfEc(ec, pem);
        }
    }

    private static PrivateKey OfRsa(RSA rsa, string pem)
    {
        var signs = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
        return new PrivateKey(pem, signs.PublicKey, signs);
    }

    private static PrivateKey OfEc(ECDsa ec, string pem)
    {
        var signs = X509SignatureGenerator.CreateForECDsa(ec);
        return new PrivateKey(pem, signs.PublicKey, signs);
    }
}

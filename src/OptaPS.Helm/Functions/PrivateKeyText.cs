using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace OptaPS.Helm.Functions;

/// <summary>Makes private keys as PEM text.</summary>
internal static class PrivateKeyText
{
    public static string Generate(string type)
    {
        switch (type)
        {
            case "" or "rsa":
                using (var rsa = RSA.Create(4096))
                {
                    return rsa.ExportRSAPrivateKeyPem() + "\n";
                }
            case "ecdsa":
                using (var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return ec.ExportECPrivateKeyPem() + "\n";
                }
            case "ed25519":
                return new string(PemEncoding.Write("PRIVATE KEY", Ed25519.Pkcs8(RandomNumberGenerator.GetBytes(32)))) + "\n";
            case "dsa":
                using (var dsa = DSA.Create(2048))
                {
                    return Dsa(dsa.ExportParameters(includePrivateParameters: true));
                }
            default:
                return "Unknown type " + type;
        }
    }

    private static string Dsa(DSAParameters key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var part in new[] { key.P, key.Q, key.G, key.Y, key.X })
            {
                writer.WriteInteger(new BigInteger(part, isUnsigned: true, isBigEndian: true));
            }
        }
        return new string(PemEncoding.Write("DSA PRIVATE KEY", writer.Encode())) + "\n";
    }
}

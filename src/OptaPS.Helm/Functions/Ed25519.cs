using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace OptaPS.Helm.Functions;

/// <summary>As much of Ed25519 (RFC 8032) as certificates for such keys need: the public key of a seed.</summary>
internal static class Ed25519
{
    private static readonly byte[] Head = Convert.FromHexString("302e020100300506032b657004220420");
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Modulo(-121665 * BigInteger.ModPow(121666, P - 2, P));
    private static readonly BigInteger BaseX = BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", CultureInfo.InvariantCulture);
    private static readonly BigInteger BaseY = BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960", CultureInfo.InvariantCulture);

    /// <summary>The seed in PKCS#8 form.</summary>
    public static byte[] Pkcs8(byte[] seed) => [.. Head, .. seed];

    /// <summary>The seed of a PKCS#8 key; null when the key is of another type.</summary>
    public static byte[]? SeedOf(byte[] pkcs8) => pkcs8.Length == Head.Length + 32 && pkcs8.AsSpan().StartsWith(Head) ? pkcs8[Head.Length..] : null;

    public static byte[] PublicKey(byte[] seed)
    {
        var hash = SHA512.HashData(seed)[..32];
        hash[0] &= 248;
        hash[31] &= 127;
        hash[31] |= 64;
        var scalar = new BigInteger(hash, isUnsigned: true);
        var result = (X: BigInteger.Zero, Y: BigInteger.One, Z: BigInteger.One, T: BigInteger.Zero);
        var step = (X: BaseX, Y: BaseY, Z: BigInteger.One, T: Modulo(BaseX * BaseY));
        while (!scalar.IsZero)
        {
            if (!scalar.IsEven)
            {
                result = Add(result, step);
            }
            step = Add(step, step);
            scalar >>= 1;
        }
        var inverse = BigInteger.ModPow(result.Z, P - 2, P);
        var x = Modulo(result.X * inverse);
        var bytes = new byte[32];
        Modulo(result.Y * inverse).ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
        bytes[31] |= (byte)(x.IsEven ? 0 : 0x80);
        return bytes;
    }

    private static BigInteger Modulo(BigInteger n) => ((n % P) + P) % P;

    private static (BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) Add((BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) p, (BigInteger X, BigInteger Y, BigInteger Z, BigInteger T) q)
    {
        var a = Modulo((p.Y - p.X) * (q.Y - q.X));
        var b = Modulo((p.Y + p.X) * (q.Y + q.X));
        var c = Modulo(2 * p.T * q.T * D);
        var d = Modulo(2 * p.Z * q.Z);
        BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
        return (Modulo(e * f), Modulo(g * h), Modulo(f * g), Modulo(e * h));
    }
}

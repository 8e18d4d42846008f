using System.Buffers.Binary;
using System.Numerics;

namespace OptaPS.Helm.Functions;

/// <summary>The Blowfish cipher with the salted key schedule of bcrypt; its tables are the digits of pi, computed once.</summary>
internal sealed class Blowfish
{
    private static readonly Lazy<uint[]> Pi = new(ComputePi);
    private readonly uint[] p;
    private readonly uint[] s;

    public Blowfish()
    {
        p = Pi.Value[..18];
        s = Pi.Value[18..];
    }

    /// <summary>Mixes a key, and a salt of 16 bytes if one is given, into the tables.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var at = 0;
        for (var i = 0; i < p.Length; i++)
        {
            p[i] ^= Next(key, ref at);
        }
        uint left = 0, right = 0;
        at = 0;
        for (var i = 0; i < p.Length; i += 2)
        {
            Step(salt, ref at, ref left, ref right);
            (p[i], p[i + 1]) = (left, right);
        }
        for (var i = 0; i < s.Length; i += 2)
        {
            Step(salt, ref at, ref left, ref right);
            (s[i], s[i + 1]) = (left, right);
        }
    }

    public void Encrypt(Span<byte> block)
    {
        var left = BinaryPrimitives.ReadUInt32BigEndian(block);
        var right = BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
        Encrypt(ref left, ref right);
        BinaryPrimitives.WriteUInt32BigEndian(block, left);
        BinaryPrimitives.WriteUInt32BigEndian(block[4..], right);
    }

    private static uint Next(ReadOnlySpan<byte> data, ref int at)
    {
        uint word = 0;
        for (var i = 0; i < 4; i++)
        {
            word = (word << 8) | data[at];
            at = (at + 1) % data.Length;
        }
        return word;
    }

    private void Step(ReadOnlySpan<byte> salt, ref int at, ref uint left, ref uint right)
    {
        if (!salt.IsEmpty)
        {
            left ^= Next(salt, ref at);
            right ^= Next(salt, ref at);
        }
        Encrypt(ref left, ref right);
    }

    private void Encrypt(ref uint left, ref uint right)
    {
        uint l = left, r = right;
        for (var i = 0; i < 16; i += 2)
        {
            l ^= p[i];
            r ^= Mix(l);
            r ^= p[i + 1];
            l ^= Mix(r);
        }
        left = r ^ p[17];
        right = l ^ p[16];
    }

    private uint Mix(uint x) => ((s[x >> 24] + s[256 + ((x >> 16) & 255)]) ^ s[512 + ((x >> 8) & 255)]) + s[768 + (x & 255)];

    /// <summary>The first 1042 words of the fraction of pi, by Machin's formula.</summary>
    private static uint[] ComputePi()
    {
        const int Words = 18 + 1024;
        const int Guard = 64;
        var one = BigInteger.One << ((Words * 32) + Guard);
        var pi = 4 * ((4 * Arctangent(5, one)) - Arctangent(239, one));
        var fraction = (pi - (3 * one)) >> Guard;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[Words * 4];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        var words = new uint[Words];
        for (var i = 0; i < Words; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(i * 4));
        }
        return words;
    }

    private static BigInteger Arctangent(int inverse, BigInteger one)
    {
        var power = one / inverse;
        var sum = power;
        var square = inverse * inverse;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -square;
            sum += power / n;
        }
        return sum;
    }
}

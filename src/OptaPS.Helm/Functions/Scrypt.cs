using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace OptaPS.Helm.Functions;

/// <summary>The scrypt key derivation of RFC 7914.</summary>
internal static class Scrypt
{
    public static byte[] Derive(byte[] password, byte[] salt, int cost, int blockSize, int parallel, int length)
    {
        var blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, parallel * 128 * blockSize);
        var words = 32 * blockSize;
        var x = new uint[words];
        var memory = new uint[words * cost];
        for (var p = 0; p < parallel; p++)
        {
            var part = blocks.AsSpan(p * 128 * blockSize, 128 * blockSize);
            for (var i = 0; i < words; i++)
            {
                x[i] = BinaryPrimitives.ReadUInt32LittleEndian(part[(i * 4)..]);
            }
            Mix(x, memory, cost, blockSize);
            for (var i = 0; i < words; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(part[(i * 4)..], x[i]);
            }
        }
        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    private static void Mix(uint[] x, uint[] memory, int cost, int blockSize)
    {
        var scratch = new uint[x.Length];
        for (var i = 0; i < cost; i++)
        {
            x.CopyTo(memory, i * x.Length);
            BlockMix(x, scratch, blockSize);
        }
        for (var i = 0; i < cost; i++)
        {
            var j = (int)(x[^16] & (uint)(cost - 1));
            var from = memory.AsSpan(j * x.Length, x.Length);
            for (var k = 0; k < x.Length; k++)
            {
                x[k] ^= from[k];
            }
            BlockMix(x, scratch, blockSize);
        }
    }

    private static void BlockMix(uint[] x, uint[] scratch, int blockSize)
    {
        Span<uint> state = stackalloc uint[16];
        x.AsSpan(x.Length - 16).CopyTo(state);
        for (var i = 0; i < 2 * blockSize; i++)
        {
            for (var k = 0; k < 16; k++)
            {
                state[k] ^= x[(i * 16) + k];
            }
            Salsa(state);
            state.CopyTo(scratch.AsSpan(((i / 2) + ((i & 1) * blockSize)) * 16));
        }
        scratch.CopyTo(x, 0);
    }

    private static void Salsa(Span<uint> block)
    {
        Span<uint> w = stackalloc uint[16];
        block.CopyTo(w);
        for (var i = 0; i < 4; i++)
        {
            Quarter(w, 0, 4, 8, 12);
            Quarter(w, 5, 9, 13, 1);
            Quarter(w, 10, 14, 2, 6);
            Quarter(w, 15, 3, 7, 11);
            Quarter(w, 0, 1, 2, 3);
            Quarter(w, 5, 6, 7, 4);
            Quarter(w, 10, 11, 8, 9);
            Quarter(w, 15, 12, 13, 14);
        }
        for (var i = 0; i < 16; i++)
        {
            block[i] += w[i];
        }
    }

    private static void Quarter(Span<uint> w, int a, int b, int c, int d)
    {
        w[b] ^= BitOperations.RotateLeft(w[a] + w[d], 7);
        w[c] ^= BitOperations.RotateLeft(w[b] + w[a], 9);
        w[d] ^= BitOperations.RotateLeft(w[c] + w[b], 13);
        w[a] ^= BitOperations.RotateLeft(w[d] + w[c], 18);
    }
}

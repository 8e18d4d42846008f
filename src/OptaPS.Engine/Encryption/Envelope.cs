using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Engine.Encryption;

/// <summary>AES-256-GCM with a random nonce: nonce, tag and cipher text one after the other.</summary>
internal static class Envelope
{
    internal const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts; <paramref name="purpose"/> is authenticated too, so that a cipher text cannot be moved to another place.</summary>
    internal static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clear, string purpose)
    {
        var result = new byte[NonceBytes + TagBytes + clear.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, clear, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(purpose));
        return result;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">The key or purpose differs, or the text was changed.</exception>
    internal static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> cipher, string purpose)
    {
        if (cipher.Length < NonceBytes + TagBytes)
            throw new CryptographicException("The cipher text is too short.");
        var clear = new byte[cipher.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(cipher[..NonceBytes], cipher[(NonceBytes + TagBytes)..], cipher.Slice(NonceBytes, TagBytes), clear, Encoding.UTF8.GetBytes(purpose));
        return clear;
    }
}

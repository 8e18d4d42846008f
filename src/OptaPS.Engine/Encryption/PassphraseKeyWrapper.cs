using System.Security.Cryptography;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Secrets;

namespace OptaPS.Engine.Encryption;

/// <summary>Wraps data keys with a key derived from a passphrase: PBKDF2 with SHA-512, 600,000 rounds, a salt per wrapped key.</summary>
public sealed class PassphraseKeyWrapper : IKeyWrapper
{
    private const int Rounds = 600_000;
    private const int SaltBytes = 16;
    private readonly Secret passphrase;

    /// <summary>Uses <paramref name="passphrase"/>.</summary>
    public PassphraseKeyWrapper(Secret passphrase) => this.passphrase = passphrase;

    /// <inheritdoc/>
    public string Kind => "passphrase";

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return ValueTask.FromResult<byte[]>([.. salt, .. Envelope.Seal(Derive(salt), dataKey.Span, "data-key")]);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        try
        {
            if (wrapped.Length < SaltBytes)
                throw new CryptographicException("The wrapped key is too short.");
            return ValueTask.FromResult(Envelope.Open(Derive(wrapped.Span[..SaltBytes]), wrapped.Span[SaltBytes..], "data-key"));
        }
        catch (CryptographicException exception)
        {
            throw new OptaException(
                new Diagnostic("OPTA2302", Severity.Error, "The passphrase is not the one that the state's secrets were encrypted with.")
                {
                    Category = DiagnosticCategory.SecurityError,
                    Remedy = "Give the passphrase that was used when the layer was first applied.",
                },
                exception);
        }
    }

    private byte[] Derive(ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase.Reveal()), salt, Rounds, HashAlgorithmName.SHA512, Envelope.KeyBytes);
}

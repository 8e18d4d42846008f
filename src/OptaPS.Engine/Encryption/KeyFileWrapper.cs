using System.Security.Cryptography;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.Encryption;

/// <summary>
/// Wraps data keys with a key in a file of the user's, made on first use, readable by the user only. The file holds keys of 32 bytes one after
/// the other: the first wraps, the others still unwrap until <see cref="ForgetOldAsync"/>.
/// </summary>
public sealed class KeyFileWrapper : IKeyWrapper
{
    private readonly string path;

    /// <summary>Uses the key in the file at <paramref name="path"/>; a first <see cref="WrapAsync"/> makes it.</summary>
    public KeyFileWrapper(string path) => this.path = path;

    /// <inheritdoc/>
    public string Kind => "key-file";

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            await WriteAsync(RandomNumberGenerator.GetBytes(Envelope.KeyBytes), replace: false, cancellationToken);
        var keys = await ReadAsync(cancellationToken);
        return Envelope.Seal(keys.AsSpan(0, Envelope.KeyBytes), dataKey.Span, "data-key");
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new OptaException(new Diagnostic("OPTA2301", Severity.Error, $"The key file '{path}' that the state's secrets are encrypted with does not exist.")
            {
                Category = DiagnosticCategory.ObjectNotFound,
                Remedy = "Put the key file back from your backup; without it the secrets in the state cannot be read.",
            });
        }

        var keys = await ReadAsync(cancellationToken);
        CryptographicException? last = null;
        for (var at = 0; at < keys.Length; at += Envelope.KeyBytes)
        {
            try
            {
                return Envelope.Open(keys.AsSpan(at, Envelope.KeyBytes), wrapped.Span, "data-key");
            }
            catch (CryptographicException exception)
            {
                last = exception;
            }
        }

        throw new OptaException(
            new Diagnostic("OPTA2302", Severity.Error, $"The key file '{path}' is not the one that the state's secrets were encrypted with.")
            {
                Category = DiagnosticCategory.SecurityError,
                Remedy = "Use the key file of the machine that made the state.",
            },
            last);
    }

    /// <summary>Puts a new key in front; what earlier keys wrapped can still be unwrapped.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        var keys = File.Exists(path) ? await ReadAsync(cancellationToken) : [];
        await WriteAsync([.. RandomNumberGenerator.GetBytes(Envelope.KeyBytes), .. keys], replace: true, cancellationToken);
    }

    /// <summary>Removes every key but the first. Only when nothing is wrapped with the others any more.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken) =>
        await WriteAsync((await ReadAsync(cancellationToken))[..Envelope.KeyBytes], replace: true, cancellationToken);

    private async Task WriteAsync(byte[] keys, bool replace, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Made complete beside its place and moved there, the first one only if nobody was faster, so that a crash leaves no half key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(draft, options))
        {
            await stream.WriteAsync(keys, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = await File.ReadAllBytesAsync(path, cancellationToken);
        return keys.Length > 0 && keys.Length % Envelope.KeyBytes == 0
            ? keys
            : throw new OptaException(new Diagnostic("OPTA2302", Severity.Error, $"The key file '{path}' is damaged: it must hold keys of {Envelope.KeyBytes} bytes but holds {keys.Length} bytes.")
            {
                Category = DiagnosticCategory.SecurityError,
                Remedy = "Put the key file back from your backup.",
            });
    }
}

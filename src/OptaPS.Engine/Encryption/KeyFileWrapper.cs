using System.Security.Cryptography;
using OptaPS.Diagnostics;

namespace OptaPS.Engine.Encryption;

/// <summary>Wraps data keys with a key in a file of the user's, made on first use, readable by the user only.</summary>
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
            await CreateAsync(cancellationToken);
        return Envelope.Seal(await ReadAsync(cancellationToken), dataKey.Span, "data-key");
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

        var key = await ReadAsync(cancellationToken);
        try
        {
            return Envelope.Open(key, wrapped.Span, "data-key");
        }
        catch (CryptographicException exception)
        {
            throw new OptaException(
                new Diagnostic("OPTA2302", Severity.Error, $"The key file '{path}' is not the one that the state's secrets were encrypted with.")
                {
                    Category = DiagnosticCategory.SecurityError,
                    Remedy = "Use the key file of the machine that made the state.",
                },
                exception);
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Made complete beside its place and moved there only if nobody was faster, so that a crash leaves no half key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        await using (var stream = new FileStream(draft, options))
        {
            await stream.WriteAsync(RandomNumberGenerator.GetBytes(Envelope.KeyBytes), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var key = await File.ReadAllBytesAsync(path, cancellationToken);
        return key.Length == Envelope.KeyBytes
            ? key
            : throw new OptaException(new Diagnostic("OPTA2302", Severity.Error, $"The key file '{path}' is damaged: it must hold {Envelope.KeyBytes} bytes but holds {key.Length}.")
            {
                Category = DiagnosticCategory.SecurityError,
                Remedy = "Put the key file back from your backup.",
            });
    }
}

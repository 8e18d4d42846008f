namespace OptaPS.Engine.Encryption;

/// <summary>Wraps the data key of a layer's state. Its own key is never a resource of the graph that it protects.</summary>
public interface IKeyWrapper
{
    /// <summary>Names the method, for example <c>key-file</c>, <c>passphrase</c>, <c>aws-kms</c>; stored with the wrapped key.</summary>
    string Kind { get; }

    /// <summary>Encrypts a data key.</summary>
    /// <param name="dataKey">32 bytes.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken);

    /// <summary>Decrypts what <see cref="WrapAsync"/> made.</summary>
    /// <exception cref="Diagnostics.OptaException">The key is missing or does not fit (OPTA2301, OPTA2302).</exception>
    ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken);
}

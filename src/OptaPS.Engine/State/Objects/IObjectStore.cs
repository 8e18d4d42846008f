namespace OptaPS.Engine.State.Objects;

/// <summary>
/// An object store with conditional writes, all that <see cref="ObjectStoreBackend"/> needs: S3 (If-None-Match, If-Match), Google Cloud Storage
/// (generation preconditions), Azure Blob (ETag), Kubernetes Secrets (resourceVersion). Reads see the newest write.
/// </summary>
public interface IObjectStore
{
    /// <summary>The place in words, for messages.</summary>
    string Description { get; }

    /// <summary>Reads an object; null when it does not exist.</summary>
    Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes an object if it is as expected.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">The new content.</param>
    /// <param name="expectedVersion">The version that it must have; null when it must not exist.</param>
    /// <param name="cancellationToken">Stops waiting; whether it was written is then unknown.</param>
    /// <returns>The new version, or null when the object is not as expected and nothing was written.</returns>
    Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Removes an object, if it exists.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keys that begin with a text, in any order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);
}

using OptaPS.Engine.State.Objects;

namespace OptaPS.Clouds.Aws.State;

/// <summary>A store that is made at the first call, so that missing credentials are an error of that call and not of naming the store.</summary>
internal sealed class LazyObjectStore(Func<IObjectStore> make) : IObjectStore
{
    private readonly Lazy<IObjectStore> store = new(make);

    public string Description => store.Value.Description;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken) => store.Value.GetAsync(key, cancellationToken);

    public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken) =>
        store.Value.PutAsync(key, content, expectedVersion, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => store.Value.DeleteAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) => store.Value.ListAsync(prefix, cancellationToken);
}

using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Discovery;

/// <summary>What a server serves, kept and asked for again when a kind is unknown (not twice within a quarter of a second).</summary>
internal sealed class DiscoveryCache(DiscoveryReader reader, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestAge = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim gate = new(1, 1);
    private Snapshot? current;

    public async Task<IReadOnlyList<ApiResource>> AllAsync(CancellationToken cancellationToken) => (await GetAsync(null, cancellationToken)).Resources;

    public async Task<ApiResource> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        var snapshot = await GetAsync(null, cancellationToken);
        if (snapshot.ByKind.TryGetValue(kind, out var resource))
            return resource;
        snapshot = await GetAsync(snapshot, cancellationToken);
        return snapshot.ByKind.TryGetValue(kind, out resource) ? resource : throw UnknownName.Kind(kind, snapshot.Resources);
    }

    public async Task<IReadOnlyList<ApiResource>> ResolveNameAsync(string name, CancellationToken cancellationToken)
    {
        var snapshot = await GetAsync(null, cancellationToken);
        if (ResourceNames.Find(name, snapshot.Resources) is { Count: > 0 } found)
            return found;
        snapshot = await GetAsync(snapshot, cancellationToken);
        return ResourceNames.Find(name, snapshot.Resources) is { Count: > 0 } fresh ? fresh : throw UnknownName.Word(name, snapshot.Resources);
    }

    public void Forget() => current = null;

    public void Dispose() => gate.Dispose();

    /// <summary>The newest snapshot, read again when it is <paramref name="outdated"/> and old enough.</summary>
    private async Task<Snapshot> GetAsync(Snapshot? outdated, CancellationToken cancellationToken)
    {
        if (current is { } known && known != outdated)
            return known;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (current is { } other && other != outdated)
                return other;
            if (outdated is not null && ShortestAge - time.GetElapsedTime(outdated.At) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken);
            var resources = await reader.ReadAsync(cancellationToken);
            var byKind = new Dictionary<GroupVersionKind, ApiResource>();
            foreach (var resource in resources)
                byKind.TryAdd(resource.Kind, resource);
            return current = new(resources, byKind, time.GetTimestamp());
        }
        finally
        {
            gate.Release();
        }
    }

    private sealed record Snapshot(IReadOnlyList<ApiResource> Resources, IReadOnlyDictionary<GroupVersionKind, ApiResource> ByKind, long At);
}

using System.Text.Json;
using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State.Objects;

/// <summary>
/// Keeps states in an object store. The lease record decides who may begin; the numbered journal objects decide whose write counts, so that
/// a process that was paused beyond its lease cannot write even when clocks differ.
/// </summary>
public sealed class ObjectStoreBackend : IStateBackend
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);
    private readonly IObjectStore store;
    private readonly TimeProvider time;

    /// <summary>Keeps states in <paramref name="store"/>.</summary>
    public ObjectStoreBackend(IObjectStore store, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        this.store = new SteadyObjectStore(store, this.time);
    }

    /// <inheritdoc/>
    public string Description => store.Description;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListLayersAsync(CancellationToken cancellationToken)
    {
        var layers = new List<string>();
        foreach (var layer in await FoldersAsync(cancellationToken))
        {
            if (await ReadAsync(layer, cancellationToken) is not null)
                layers.Add(layer);
        }

        return layers;
    }

    /// <inheritdoc/>
    public async Task<StoredLayer?> ReadAsync(string layer, CancellationToken cancellationToken) =>
        (await new JournalChain(store, layer).ReadAsync(cancellationToken)).Stored;

    /// <inheritdoc/>
    public async Task<LeaseInfo?> ReadLeaseAsync(string layer, CancellationToken cancellationToken) =>
        Parse(await store.GetAsync(new JournalChain(store, layer).LeaseKey, cancellationToken));

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, LeaseInfo>> ListLocksAsync(CancellationToken cancellationToken)
    {
        var locks = new SortedDictionary<string, LeaseInfo>(StringComparer.Ordinal);
        foreach (var layer in await FoldersAsync(cancellationToken))
        {
            if (await ReadLeaseAsync(layer, cancellationToken) is { } lease && (!lease.Released || await ReadAsync(layer, cancellationToken) is not null))
                locks[layer] = lease;
        }

        return locks;
    }

    /// <inheritdoc/>
    public async Task<IStateLease> AcquireAsync(string layer, LeaseRequest request, CancellationToken cancellationToken)
    {
        var wait = new LeaseWait(request, time);
        var chain = new JournalChain(store, layer);
        while (true)
        {
            var present = await store.GetAsync(chain.LeaseKey, cancellationToken);
            var held = Parse(present);
            var now = time.GetUtcNow();
            var asked = time.GetTimestamp();
            if (held is null or { Released: true } || held.Expires <= now)
            {
                var info = new LeaseInfo(request.Holder, request.Operation, (held?.Fence ?? 0) + 1, now, now + request.LeaseTime)
                {
                    Host = Environment.MachineName,
                    ProcessId = Environment.ProcessId,
                };
                if (await store.PutAsync(chain.LeaseKey, JsonSerializer.SerializeToUtf8Bytes(info, StateJson.Options), present?.Version, cancellationToken) is { } version
                    && await SealAsync(layer, chain, info, version, request.LeaseTime, asked, cancellationToken) is { } lease)
                    return lease;
            }

            var holder = Parse(await store.GetAsync(chain.LeaseKey, cancellationToken));
            if (!wait.GoesOn(holder))
                throw LeaseErrors.Held(layer, holder);
            await Task.Delay(RetryEvery, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<LeaseInfo?> BreakLeaseAsync(string layer, bool force, CancellationToken cancellationToken)
    {
        var chain = new JournalChain(store, layer);
        while (true)
        {
            var present = await store.GetAsync(chain.LeaseKey, cancellationToken);
            if (Parse(present) is not { Released: false } held)
                return null;
            if (!force && held.Expires > time.GetUtcNow())
                throw LeaseErrors.Alive(layer, held);
            var broken = held with { Fence = held.Fence + 1, Released = true, Expires = time.GetUtcNow() };
            if (await store.PutAsync(chain.LeaseKey, JsonSerializer.SerializeToUtf8Bytes(broken, StateJson.Options), present!.Version, cancellationToken) is not null)
            {
                // The line is ended for the holder at once, not only when the next one comes.
                while (!await chain.TrySealAsync((await chain.ReadAsync(cancellationToken)).Last + 1, broken.Fence, cancellationToken))
                    cancellationToken.ThrowIfCancellationRequested();
                return held;
            }
        }
    }

    /// <summary>Ends the line for every earlier holder, then reads what is in it; null when the lease was taken away meanwhile.</summary>
    private async Task<IStateLease?> SealAsync(string layer, JournalChain chain, LeaseInfo info, string version, TimeSpan leaseTime, long asked, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (_, last, _) = await chain.ReadAsync(cancellationToken);
            if (!await chain.TrySealAsync(last + 1, info.Fence, cancellationToken))
                continue;

            // Whoever takes the lease from here on seals behind this seal; whoever took it before has a later fence and is found here.
            var present = await store.GetAsync(chain.LeaseKey, cancellationToken);
            if (Parse(present)?.Fence != info.Fence)
                return null;
            var (stored, end, groups) = await chain.ReadAsync(cancellationToken);
            return end == last + 1 ? new ObjectLease(store, chain, layer, info, version, leaseTime, stored, end, groups, asked, time) : null;
        }
    }

    /// <summary>Layers of which anything lies here, a state or only a lock.</summary>
    private async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync("", cancellationToken)).Select(key => key.Split('/')[0]).Distinct(StringComparer.Ordinal).Select(LayerName.Decode).OfType<string>().Order(StringComparer.Ordinal)];

    private static LeaseInfo? Parse(StoredObject? content) =>
        content is null ? null : JsonSerializer.Deserialize<LeaseInfo>(content.Content.Span, StateJson.Options);
}

using System.Text.Json;
using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State.Objects;

/// <summary>A held lock on a layer in an object store.</summary>
internal sealed class ObjectLease : IStateLease
{
    private const int LongChain = 32;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SemaphoreSlim renewing = new(1, 1);
    private readonly CancellationTokenSource lost = new();
    private readonly IObjectStore store;
    private readonly JournalChain chain;
    private readonly string layer;
    private readonly TimeProvider time;
    private readonly TimeSpan leaseTime;
    private readonly LeaseClock clock;
    private readonly ITimer heartbeat;
    private string version;
    private long renewedAt;
    private long last;
    private int groups;
    private bool closed;

    internal ObjectLease(IObjectStore store, JournalChain chain, string layer, LeaseInfo info, string version, TimeSpan leaseTime, StoredLayer? stored, long last, int groups, long renewedAt, TimeProvider time)
    {
        this.store = store;
        this.chain = chain;
        this.layer = layer;
        this.version = version;
        this.leaseTime = leaseTime;
        this.last = last;
        this.groups = groups;
        this.time = time;
        Info = info;
        clock = new LeaseClock(time, info.Acquired);
        Stored = stored;
        this.renewedAt = renewedAt;
        heartbeat = time.CreateTimer(_ => _ = RenewAsync(), null, leaseTime / 3, leaseTime / 3);
    }

    public LeaseInfo Info { get; private set; }

    public CancellationToken Lost => lost.Token;

    public StoredLayer? Stored { get; }

    public bool WantsSnapshot => groups > LongChain;

    private TimeSpan Remaining => leaseTime - time.GetElapsedTime(renewedAt);

    public Task AppendAsync(ReadOnlyMemory<byte> group, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            var written = await chain.TryAppendAsync(last + 1, group, token);
            groups++;
            return written;
        },
        cancellationToken);

    public Task WriteSnapshotAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            if (!await chain.TryWriteSnapshotAsync(last + 1, Info.Fence, snapshot, token))
                return false;
            groups = 0;
            await chain.TrimAsync(token);
            return true;
        },
        cancellationToken);

    public Task DeleteAsync(CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            if (!await chain.TryEndAsync(last + 1, Info.Fence, token))
                return false;
            await chain.TrimAsync(token);
            return true;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await heartbeat.DisposeAsync();
        await gate.WaitAsync();
        await renewing.WaitAsync();
        try
        {
            if (closed)
                return;
            closed = true;

            // If this fails the lease ends by itself.
            if (!lost.IsCancellationRequested)
                await PutLeaseAsync(Info with { Released = true, Expires = time.GetUtcNow() }, CancellationToken.None);
        }
        finally
        {
            renewing.Release();
            gate.Release();
        }
    }

    private async Task WriteAsync(Func<CancellationToken, Task<bool>> write, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (closed || lost.IsCancellationRequested || Remaining <= TimeSpan.Zero)
                await LoseAsync(cancellationToken);
            using var deadline = new CancellationTokenSource(Remaining, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            try
            {
                await WriteNextAsync(write, both.Token, cancellationToken);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // The lease ended while the store did not answer; whether the write is there the next holder sees.
                await LoseAsync(cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WriteNextAsync(Func<CancellationToken, Task<bool>> write, CancellationToken inTime, CancellationToken cancellationToken)
    {
        while (!await write(inTime))
        {
            if (!await chain.IsLateSealAsync(last + 1, Info.Fence, inTime))
                await LoseAsync(cancellationToken);
            last++;
        }

        last++;

        // The number may have been free only because a later holder has trimmed the line; then the lease is not ours any more.
        if (await ReadFenceAsync(inTime) != Info.Fence)
            await LoseAsync(cancellationToken);
    }

    private async Task<long?> ReadFenceAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(chain.LeaseKey, cancellationToken) is { } present ? JsonSerializer.Deserialize<LeaseInfo>(present.Content.Span, StateJson.Options)?.Fence : null;

    private async Task LoseAsync(CancellationToken cancellationToken)
    {
        await lost.CancelAsync();
        var present = await store.GetAsync(chain.LeaseKey, cancellationToken);
        var now = present is null ? null : JsonSerializer.Deserialize<LeaseInfo>(present.Content.Span, StateJson.Options);
        throw LeaseErrors.Lost(layer, now?.Fence == Info.Fence ? null : now);
    }

    private async Task RenewAsync()
    {
        // Not behind the gate of writes: a write that takes long must not cost the lease.
        if (!await renewing.WaitAsync(TimeSpan.Zero))
            return;
        try
        {
            if (closed || lost.IsCancellationRequested)
                return;
            var renewed = Info with { Expires = clock.EndAfter(leaseTime) };
            if (!await PutLeaseAsync(renewed, CancellationToken.None))
                await lost.CancelAsync();
        }
        catch (Exception) when (Remaining > TimeSpan.Zero)
        {
            // The store does not answer; the next beat tries again as long as the lease lasts.
        }
        catch (Exception)
        {
            await lost.CancelAsync();
        }
        finally
        {
            renewing.Release();
        }
    }

    private async Task<bool> PutLeaseAsync(LeaseInfo info, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        if (await store.PutAsync(chain.LeaseKey, JsonSerializer.SerializeToUtf8Bytes(info, StateJson.Options), version, cancellationToken) is not { } written)
        {
            // Ours after all, when the answer to an earlier beat was lost.
            var present = await store.GetAsync(chain.LeaseKey, cancellationToken);
            if (present is null || JsonSerializer.Deserialize<LeaseInfo>(present.Content.Span, StateJson.Options)?.Fence != Info.Fence)
                return false;
            version = present.Version;
            return true;
        }

        version = written;
        renewedAt = start;
        Info = info;
        return true;
    }
}

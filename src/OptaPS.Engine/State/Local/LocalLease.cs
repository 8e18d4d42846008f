using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State.Local;

/// <summary>
/// A held lock on a layer in a local folder: an exclusive handle, which the operating system gives back when the process dies, plus a lease
/// record with a fencing number, which is checked at every write because handles are only advisory on some file systems.
/// </summary>
internal sealed class LocalLease : IStateLease
{
    private const long LongJournal = 256 * 1024;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource lost = new();
    private readonly string layer;
    private readonly LayerFolder folder;
    private readonly IDisposable handle;
    private readonly TimeProvider time;
    private readonly TimeSpan leaseTime;
    private readonly LeaseClock clock;
    private readonly ITimer heartbeat;
    private IJournalFile? journal;
    private int generation;
    private long journalLength;
    private bool closed;

    internal LocalLease(string layer, LayerFolder folder, IDisposable handle, LeaseInfo info, TimeSpan leaseTime, StoredLayer? stored, int generation, TimeProvider time)
    {
        this.layer = layer;
        this.folder = folder;
        this.handle = handle;
        this.time = time;
        this.leaseTime = leaseTime;
        this.generation = generation;
        Info = info;
        clock = new LeaseClock(time, info.Acquired);
        Stored = stored;
        journalLength = stored?.Journal.Length ?? 0;
        heartbeat = time.CreateTimer(_ => Renew(), null, leaseTime / 3, leaseTime / 3);
    }

    public LeaseInfo Info { get; private set; }

    public CancellationToken Lost => lost.Token;

    public StoredLayer? Stored { get; }

    public bool WantsSnapshot => journalLength > LongJournal;

    public Task AppendAsync(ReadOnlyMemory<byte> group, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            journal ??= folder.OpenJournal(generation);
            journal.Append(group.Span);
            journal.Flush();
            journalLength += group.Length;
        },
        cancellationToken);

    public Task WriteSnapshotAsync(ReadOnlyMemory<byte> snapshot, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            folder.WriteSnapshot(generation + 1, snapshot.Span);
            generation++;
            journal?.Dispose();
            journal = null;
        },
        cancellationToken);

    public Task DeleteAsync(CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            journal?.Dispose();
            journal = null;
            folder.DeleteState();
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await heartbeat.DisposeAsync();
        await gate.WaitAsync();
        try
        {
            if (closed)
                return;
            closed = true;
            journal?.Dispose();
            if (!lost.IsCancellationRequested && folder.ReadLease()?.Fence == Info.Fence)
                folder.WriteLease(Info with { Released = true, Expires = time.GetUtcNow() });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk: whoever comes next finds the handle free.
        }
        finally
        {
            handle.Dispose();
            gate.Release();
        }
    }

    private async Task WriteAsync(Action write, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = folder.ReadLease();
            if (closed || lost.IsCancellationRequested || now?.Fence != Info.Fence)
            {
                await lost.CancelAsync();
                throw LeaseErrors.Lost(layer, now?.Fence == Info.Fence ? null : now);
            }

            write();
        }
        finally
        {
            gate.Release();
        }
    }

    private void Renew()
    {
        // A write that is under way renews soon enough by the next beat.
        if (!gate.Wait(TimeSpan.Zero))
            return;
        try
        {
            if (closed || lost.IsCancellationRequested)
                return;
            if (folder.ReadLease()?.Fence != Info.Fence)
            {
                lost.Cancel();
                return;
            }

            Info = Info with { Expires = clock.EndAfter(leaseTime) };
            folder.WriteLease(Info);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            // The next beat tries again; whoever reads an expired lease on this host still finds the handle taken.
        }
        finally
        {
            gate.Release();
        }
    }
}

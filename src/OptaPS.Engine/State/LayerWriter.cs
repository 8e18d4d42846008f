using System.Threading.Channels;
using OptaPS.Diagnostics;
using OptaPS.Engine.State.Journal;
using OptaPS.Engine.State.Snapshots;

namespace OptaPS.Engine.State;

/// <summary>
/// A layer that is locked for writing. Entries that are committed at the same time become one journal group: one flush for all of them.
/// A failed write ends the writer: nothing is written after a gap.
/// </summary>
internal sealed class LayerWriter : IAsyncDisposable
{
    private readonly IStateLease lease;
    private readonly StateCodec codec;
    private readonly SnapshotHeader header;
    private readonly TimeProvider time;
    private readonly Channel<Commit> commits = Channel.CreateUnbounded<Commit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource ended;
    private readonly Task loop;
    private volatile LayerState state;
    private bool deleted;

    private LayerWriter(IStateLease lease, LoadedLayer loaded, TimeProvider time)
    {
        this.lease = lease;
        this.time = time;
        codec = loaded.Codec;
        header = loaded.Header;
        state = loaded.State;
        ended = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost);
        loop = Task.Run(WriteAsync);
    }

    /// <summary>The state with every commit that is durable.</summary>
    internal LayerState State => state;

    /// <summary>Cancelled when nothing can be written any more: the lock is lost or the store failed.</summary>
    internal CancellationToken Ended => ended.Token;

    /// <summary>Why nothing can be written any more, when that is known.</summary>
    internal Diagnostic? Failure { get; private set; }

    /// <summary>Begins to write a layer; takes over the lease.</summary>
    internal static async Task<LayerWriter> OpenAsync(string layer, IStateLease lease, LayerLoader loader, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var loaded = await loader.LoadAsync(layer, lease.Stored, cancellationToken);
            if (loaded is null)
            {
                loaded = await loader.BeginAsync(layer, time.GetUtcNow(), cancellationToken);
                await lease.WriteSnapshotAsync(Snapshot.Write(loaded.Header, loaded.Codec.EncodeState(loaded.State)), cancellationToken);
            }

            return new LayerWriter(lease, loaded, time);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes entries durable, in order. When the task completes they survive a crash.</summary>
    /// <exception cref="OptaException">The lock is lost (OPTA2202) or the store failed (OPTA2103).</exception>
    internal Task CommitAsync(params IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0)
            return Task.CompletedTask;
        var commit = new Commit(entries, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!commits.Writer.TryWrite(commit))
            commit.Written.SetException(new ObjectDisposedException(nameof(LayerWriter)));
        return commit.Written.Task;
    }

    /// <summary>Removes the layer's state for good.</summary>
    internal async Task DeleteAsync(CancellationToken cancellationToken)
    {
        deleted = true;
        await lease.DeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        commits.Writer.TryComplete();
        try
        {
            await loop;
            if (!deleted && lease.WantsSnapshot && !ended.IsCancellationRequested)
                await lease.WriteSnapshotAsync(Snapshot.Write(header with { Product = LayerLoader.Product }, codec.EncodeState(state)), CancellationToken.None);
        }
        catch (Exception exception) when (exception is OptaException or IOException or UnauthorizedAccessException)
        {
            // Everything is in the journal; a snapshot only makes the next reader faster, and the next run writes it.
        }
        finally
        {
            await lease.DisposeAsync();
            ended.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        OptaException? failure = null;
        var group = new List<Commit>();
        while (await commits.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (commits.Reader.TryRead(out var commit))
                group.Add(commit);
            if (failure is null && (failure = await TryWriteAsync(group)) is not null)
            {
                Failure = failure.Diagnostics[0];
                await ended.CancelAsync();
            }

            foreach (var commit in group)
            {
                if (failure is null)
                    commit.Written.SetResult();
                else
                    commit.Written.SetException(failure);
            }
        }
    }

    private async Task<OptaException?> TryWriteAsync(List<Commit> group)
    {
        try
        {
            var written = new JournalGroup(state.Serial + 1, lease.Info.Fence, time.GetUtcNow(), [.. group.SelectMany(commit => commit.Entries)]);
            await lease.AppendAsync(codec.EncodeGroup(written), CancellationToken.None);
            state = StateFold.Apply(state, written);
            return null;
        }
        catch (Exception exception)
        {
            return exception as OptaException ?? new OptaException(
                new Diagnostic("OPTA2103", Severity.Error, "The state could not be written.")
                {
                    Category = DiagnosticCategory.ResourceUnavailable,
                    Cause = exception.Message,
                    Remedy = "See that the place of the state is writable and has room, and run the same command again; it goes on where it stopped.",
                },
                exception);
        }
    }

    private sealed record Commit(IReadOnlyList<JournalEntry> Entries, TaskCompletionSource Written);
}

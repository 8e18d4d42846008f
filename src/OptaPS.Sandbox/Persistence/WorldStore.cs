using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OptaPS.Sandbox.Persistence;

/// <summary>
/// Keyed documents of the emulated world. A commit is one line of an append-only journal and is acknowledged after it reached the disk;
/// commits that wait at the same time share one flush. Nothing acknowledged is lost by <c>kill -9</c>.
/// </summary>
internal sealed class WorldStore : IAsyncDisposable
{
    private const long CompactAbove = 4 * 1024 * 1024;
    private readonly ConcurrentDictionary<(string Collection, string Key), string> _documents = new();
    private readonly Channel<PendingCommit> _queue = Channel.CreateUnbounded<PendingCommit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _order = new();
    private readonly FileStream _journal;
    private readonly Task _writer;

    private WorldStore(string path)
    {
        Load(path);
        _journal = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        _journal.Seek(0, SeekOrigin.End);
        _writer = Task.Run(WriteLoopAsync);
    }

    public static WorldStore Open(string folder) => new(Path.Combine(folder, "world.journal"));

    public string? Get(string collection, string key) => _documents.GetValueOrDefault((collection, key));

    public IReadOnlyList<KeyValuePair<string, string>> All(string collection) =>
        [.. _documents.Where(d => d.Key.Collection == collection).Select(d => new KeyValuePair<string, string>(d.Key.Key, d.Value)).OrderBy(d => d.Key, StringComparer.Ordinal)];

    /// <summary>Applies the changes at once in memory; the task completes when they are durable.</summary>
    public Task CommitAsync(params IReadOnlyList<StoreChange> changes)
    {
        if (changes.Count == 0)
        {
            return Task.CompletedTask;
        }

        var pending = new PendingCommit(JournalLine.Write(changes), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_order)
        {
            Apply(changes);
            if (!_queue.Writer.TryWrite(pending))
            {
                throw new ObjectDisposedException(nameof(WorldStore));
            }
        }

        return pending.Done.Task;
    }

    /// <summary>Writes everything as it is at one instant, in the form of a journal.</summary>
    public void CopyTo(Stream target)
    {
        KeyValuePair<(string Collection, string Key), string>[] all;
        lock (_order)
        {
            all = [.. _documents];
        }

        foreach (var ((collection, key), value) in all)
        {
            target.Write(JournalLine.Write([new StoreChange(collection, key, value)]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        await _journal.DisposeAsync();
    }

    private void Apply(IReadOnlyList<StoreChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Value is null)
            {
                _documents.TryRemove((change.Collection, change.Key), out _);
            }
            else
            {
                _documents[(change.Collection, change.Key)] = change.Value;
            }
        }
    }

    private async Task WriteLoopAsync()
    {
        var batch = new List<PendingCommit>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (_queue.Reader.TryRead(out var next))
            {
                batch.Add(next);
                _journal.Write(next.Line);
            }

            try
            {
                _journal.Flush(flushToDisk: true);
                batch.ForEach(b => b.Done.TrySetResult());
            }
            catch (IOException e)
            {
                batch.ForEach(b => b.Done.TrySetException(e));
            }
        }
    }

    private void Load(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var content = File.ReadAllBytes(path).AsSpan();
        var good = 0;
        while (good < content.Length)
        {
            var end = content[good..].IndexOf((byte)'\n');
            if (end < 0 || JournalLine.Read(content.Slice(good, end)) is not { } changes)
            {
                break;
            }

            Apply(changes);
            good += end + 1;
        }

        if (content.Length > CompactAbove)
        {
            Compact(path);
        }
        else if (good < content.Length)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.SetLength(good);
            file.Flush(flushToDisk: true);
        }
    }

    private void Compact(string path)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            foreach (var ((collection, key), value) in _documents)
            {
                file.Write(JournalLine.Write([new StoreChange(collection, key, value)]));
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private sealed record PendingCommit(byte[] Line, TaskCompletionSource Done);
}

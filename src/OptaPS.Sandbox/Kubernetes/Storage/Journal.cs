using System.Globalization;

namespace OptaPS.Sandbox.Kubernetes.Storage;

/// <summary>
/// Append-only files <c>journal-N</c> and a snapshot that names the first journal to replay after it. Appends are written and
/// flushed to disk in groups by one loop; <see cref="FlushedAsync"/> waits for the group of everything appended before.
/// </summary>
internal sealed class Journal(string folder) : IAsyncDisposable
{
    private const long SnapshotAfterBytes = 32 * 1024 * 1024;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly CancellationTokenSource stop = new();
    private List<(StoredObject Item, bool Deleted)> pending = [];
    private TaskCompletionSource group = NewGroup();
    private Task inFlight = Task.CompletedTask;
    private long generation;
    private FileStream? file;
    private Task? loop;
    private Func<Action, (long Version, IReadOnlyList<StoredObject> Objects)>? snapshot;

    public JournalState Load()
    {
        Directory.CreateDirectory(folder);
        var objects = new Dictionary<(string, ObjectKey), StoredObject>();
        var version = 0L;
        var snapshotFile = Path.Combine(folder, "snapshot");
        if (File.Exists(snapshotFile))
            JournalRecord.ReadAll(File.ReadAllBytes(snapshotFile), Apply);
        while (File.Exists(JournalPath(generation)))
        {
            var path = JournalPath(generation);
            var data = File.ReadAllBytes(path);
            var sound = JournalRecord.ReadAll(data, Apply);
            if (sound < data.Length)
            {
                using var torn = new FileStream(path, FileMode.Open, FileAccess.Write);
                torn.SetLength(sound);
            }

            if (!File.Exists(JournalPath(generation + 1)))
                break;
            generation++;
        }

        return new JournalState(version, [.. objects.Values]);

        void Apply(JournalRecord record)
        {
            version = Math.Max(version, record.Version);
            if (record.Generation is { } first)
                generation = first;
            else if (record.Body is not { } body)
                objects.Remove((record.Resource, record.Key));
            else
                objects[(record.Resource, record.Key)] = new StoredObject(record.Resource, record.Key, record.Version, body);
        }
    }

    public void Start(Func<Action, (long Version, IReadOnlyList<StoredObject> Objects)> snapshotSource)
    {
        snapshot = snapshotSource;
        file = new FileStream(JournalPath(generation), FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);
        loop = Task.Run(RunAsync);
    }

    /// <summary>Called under the store's lock.</summary>
    public void Append(StoredObject item, bool deleted)
    {
        lock (gate)
            pending.Add((item, deleted));
        work.Release();
    }

    public Task FlushedAsync()
    {
        lock (gate)
            return pending.Count > 0 ? group.Task : inFlight;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        work.Release();
        if (loop is not null)
            await loop;
        WriteBatch();
        if (file is not null)
            await file.DisposeAsync();
        stop.Dispose();
        work.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await work.WaitAsync(CancellationToken.None);
            WriteBatch();
            if (file!.Length > SnapshotAfterBytes)
                WriteSnapshot();
        }
    }

    private void WriteBatch()
    {
        List<(StoredObject Item, bool Deleted)> batch;
        TaskCompletionSource done;
        lock (gate)
        {
            if (pending.Count == 0)
                return;
            (batch, pending) = (pending, []);
            (done, group) = (group, NewGroup());
            inFlight = done.Task;
        }

        foreach (var (item, deleted) in batch)
            file!.Write(JournalRecord.Encode(item, deleted));
        file!.Flush(flushToDisk: true);
        done.SetResult();
    }

    private void WriteSnapshot()
    {
        var (version, objects) = snapshot!(() =>
        {
            WriteBatch();
            generation++;
            file!.Dispose();
            file = new FileStream(JournalPath(generation), FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);
        });
        var temporary = Path.Combine(folder, "snapshot.new");
        using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            foreach (var item in objects)
                target.Write(JournalRecord.Encode(item, deleted: false));
            target.Write(JournalRecord.EncodeHeader(version, generation));
            target.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path.Combine(folder, "snapshot"), overwrite: true);
        for (var old = generation - 1; old >= 0 && File.Exists(JournalPath(old)); old--)
            File.Delete(JournalPath(old));
    }

    private string JournalPath(long number) => Path.Combine(folder, "journal-" + number.ToString("d6", CultureInfo.InvariantCulture));

    private static TaskCompletionSource NewGroup() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using OptaPS.Engine.State.Local;

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>
/// Files in memory with a disk below that only has what was flushed. <see cref="Crash"/> throws away the rest, keeps what a test chooses of
/// the unflushed tail, and ends all locks, as the end of a machine would.
/// </summary>
internal sealed class CrashingFiles : IStateFiles
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> locks = new(StringComparer.Ordinal);
    private int epoch;

    /// <summary>Called at each boundary (append, flush, replace) with its name; throwing stands for the end of the process there.</summary>
    internal Action<string>? Boundary { get; set; }

    /// <summary>When false, flushes are ignored: the deliberate breakage.</summary>
    internal bool FlushWorks { get; set; } = true;

    public IReadOnlyList<string> ListFolders(string folder)
    {
        lock (gate)
            return [.. entries.Keys.Where(path => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split(Path.DirectorySeparatorChar)).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct()];
    }

    public IReadOnlyList<string> ListFiles(string folder)
    {
        lock (gate)
            return [.. entries.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path))];
    }

    public byte[]? Read(string path)
    {
        lock (gate)
            return entries.TryGetValue(path, out var entry) ? [.. entry.Content] : null;
    }

    public IJournalFile OpenJournal(string path)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(path, out var entry))
                entries[path] = entry = new Entry();
            return new JournalFile(this, entry, epoch);
        }
    }

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        // Lease records change with every run and every beat; the boundaries of interest are those of the state.
        if (!path.EndsWith("lease.json", StringComparison.Ordinal))
            Boundary?.Invoke("replace");
        lock (gate)
            entries[path] = new Entry { Content = [.. content.ToArray()], Durable = content.ToArray() };
    }

    public void Delete(string path)
    {
        lock (gate)
            entries.Remove(path);
    }

    public void DeleteFolder(string folder)
    {
        lock (gate)
        {
            foreach (var path in entries.Keys.Where(path => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList())
                entries.Remove(path);
        }
    }

    public IDisposable? TryLock(string path)
    {
        lock (gate)
            return locks.Add(path) ? new Handle(this, path, epoch) : null;
    }

    /// <summary>Ends the machine.</summary>
    /// <param name="keep">Given the bytes that were not flushed, says which of them the disk has all the same; null for none.</param>
    internal void Crash(Func<byte[], byte[]>? keep = null)
    {
        lock (gate)
        {
            epoch++;
            locks.Clear();
            foreach (var (path, entry) in entries.ToList())
            {
                if (entry.Durable is null && keep is null)
                {
                    entries.Remove(path);
                    continue;
                }

                var durable = entry.Durable ?? [];
                var lost = entry.Content.Skip(durable.Length).ToArray();
                entries[path] = new Entry { Content = [.. durable, .. keep?.Invoke(lost) ?? []], Durable = durable };
                entries[path].Durable = [.. entries[path].Content];
            }
        }
    }

    /// <summary>Gives the locks of a process back that was paused, so that another one can take over: what some network folders do.</summary>
    internal void DropLocks()
    {
        lock (gate)
            locks.Clear();
    }

    /// <summary>Changes the bytes of a file behind everybody's back.</summary>
    internal void Tamper(string suffix, Func<byte[], byte[]> change)
    {
        lock (gate)
        {
            var path = entries.Keys.Where(path => path.EndsWith(suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Last();
            var content = change([.. entries[path].Content]);
            entries[path] = new Entry { Content = [.. content], Durable = content };
        }
    }

    internal IReadOnlyDictionary<string, byte[]> All()
    {
        lock (gate)
            return entries.ToDictionary(pair => pair.Key, pair => pair.Value.Content.ToArray(), StringComparer.Ordinal);
    }

    private sealed class Entry
    {
        internal List<byte> Content { get; init; } = [];

        internal byte[]? Durable { get; set; }
    }

    private sealed class Handle(CrashingFiles files, string path, int epoch) : IDisposable
    {
        public void Dispose()
        {
            lock (files.gate)
            {
                if (files.epoch == epoch)
                    files.locks.Remove(path);
            }
        }
    }

    private sealed class JournalFile(CrashingFiles files, Entry entry, int epoch) : IJournalFile
    {
        public long Length => entry.Content.Count;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            files.Boundary?.Invoke("before append");
            Check();
            entry.Content.AddRange(bytes);
            files.Boundary?.Invoke("append");
        }

        public void Flush()
        {
            Check();
            if (files.FlushWorks)
                entry.Durable = [.. entry.Content];
            files.Boundary?.Invoke("flush");
        }

        public void Truncate(long length) => entry.Content.RemoveRange((int)length, entry.Content.Count - (int)length);

        public void Dispose()
        {
        }

        private void Check()
        {
            if (files.epoch != epoch)
                throw new IOException("The machine of this process has ended.");
        }
    }
}

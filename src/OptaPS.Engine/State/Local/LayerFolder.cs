using System.Globalization;
using System.Text.Json;
using OptaPS.Engine.Locking;

namespace OptaPS.Engine.State.Local;

/// <summary>
/// The files of one layer. Snapshots and journals are numbered by generation; <c>journal-n</c> holds what came after <c>snapshot-n</c>. The
/// generation before the newest one is kept, so that a snapshot whose directory entry a power failure takes back costs nothing.
/// </summary>
internal sealed class LayerFolder(IStateFiles files, string folder)
{
    private const string SnapshotPrefix = "snapshot-";
    private const string JournalPrefix = "journal-";

    internal string LockPath => Path.Combine(folder, "lock");

    private string LeasePath => Path.Combine(folder, "lease.json");

    internal LeaseInfo? ReadLease() => files.Read(LeasePath) is { } content ? JsonSerializer.Deserialize<LeaseInfo>(content, StateJson.Options) : null;

    internal void WriteLease(LeaseInfo lease) => files.Replace(LeasePath, JsonSerializer.SerializeToUtf8Bytes(lease, StateJson.Options));

    internal IDisposable? TryLock() => files.TryLock(LockPath);

    /// <summary>What is stored; null when there is neither snapshot nor journal.</summary>
    internal StoredLayer? Read(out int generation)
    {
        while (true)
        {
            var names = files.ListFiles(folder);
            var newest = Generations(names, SnapshotPrefix, ".json").DefaultIfEmpty(0).Max();
            var journals = Generations(names, JournalPrefix, ".log").Where(number => number >= newest).Order().ToList();
            generation = Math.Max(newest, journals.Count == 0 ? 0 : journals[^1]);
            if (generation == 0)
                return null;

            ReadOnlyMemory<byte>? snapshot = null;
            if (newest > 0)
            {
                // A writer may have put a newer generation in its place since the listing.
                if (files.Read(SnapshotPath(newest)) is not { } content)
                    continue;
                snapshot = content;
            }

            return new StoredLayer(snapshot, journals.SelectMany(number => files.Read(JournalPath(number)) ?? []).ToArray());
        }
    }

    internal IJournalFile OpenJournal(int generation) => files.OpenJournal(JournalPath(generation));

    internal void WriteSnapshot(int generation, ReadOnlySpan<byte> content)
    {
        files.Replace(SnapshotPath(generation), content);
        var names = files.ListFiles(folder);
        foreach (var old in Generations(names, SnapshotPrefix, ".json").Where(number => number < generation - 1))
            files.Delete(SnapshotPath(old));
        foreach (var old in Generations(names, JournalPrefix, ".log").Where(number => number < generation - 1))
            files.Delete(JournalPath(old));
    }

    /// <summary>Removes the state. The lease stays for its fencing number, and so does the lock file, which this process has open.</summary>
    internal void DeleteState()
    {
        var names = files.ListFiles(folder);

        // Snapshots last and newest last: a crash in between leaves a state that can be read or nothing.
        foreach (var number in Generations(names, SnapshotPrefix, ".json").Order())
        {
            files.Delete(JournalPath(number));
            files.Delete(SnapshotPath(number));
        }

        foreach (var number in Generations(names, JournalPrefix, ".log"))
            files.Delete(JournalPath(number));
    }

    private string SnapshotPath(int generation) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{SnapshotPrefix}{generation:d6}.json"));

    private string JournalPath(int generation) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{JournalPrefix}{generation:d6}.log"));

    private static IEnumerable<int> Generations(IEnumerable<string> names, string prefix, string suffix)
    {
        foreach (var name in names)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && name.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return number;
        }
    }
}

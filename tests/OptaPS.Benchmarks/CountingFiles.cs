using OptaPS.Engine.State.Local;

namespace OptaPS.Benchmarks;

/// <summary>Counts flushes of journals on their way to the disk.</summary>
internal sealed class CountingFiles(IStateFiles inner) : IStateFiles
{
    private int flushes;

    internal int Flushes => flushes;

    public byte[]? Read(string path) => inner.Read(path);

    public void Replace(string path, ReadOnlySpan<byte> content) => inner.Replace(path, content);

    public IJournalFile OpenJournal(string path) => new Journal(inner.OpenJournal(path), this);

    public IReadOnlyList<string> ListFiles(string folder) => inner.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => inner.ListFolders(folder);

    public void Delete(string path) => inner.Delete(path);

    public void DeleteFolder(string folder) => inner.DeleteFolder(folder);

    public IDisposable? TryLock(string path) => inner.TryLock(path);

    private sealed class Journal(IJournalFile file, CountingFiles owner) : IJournalFile
    {
        public long Length => file.Length;

        public void Append(ReadOnlySpan<byte> bytes) => file.Append(bytes);

        public void Flush()
        {
            Interlocked.Increment(ref owner.flushes);
            file.Flush();
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Dispose() => file.Dispose();
    }
}

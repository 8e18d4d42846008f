namespace OptaPS.Engine.State.Local;

/// <summary>A journal on the local disk.</summary>
internal sealed class DiskJournalFile(FileStream stream) : IJournalFile
{
    public long Length => stream.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        stream.Seek(0, SeekOrigin.End);
        stream.Write(bytes);
    }

    public void Flush() => stream.Flush(flushToDisk: true);

    public void Truncate(long length) => stream.SetLength(length);

    public void Dispose() => stream.Dispose();
}

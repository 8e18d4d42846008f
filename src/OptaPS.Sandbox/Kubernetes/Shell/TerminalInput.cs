using System.Threading.Channels;

namespace OptaPS.Sandbox.Kubernetes.Shell;

/// <summary>What a terminal hands to programs: one typed line per read; an end of file that was typed ends one reader, not the next.</summary>
internal sealed class TerminalInput : Stream
{
    private readonly Channel<byte[]> lines = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Hands over a line; an empty one is a typed end of file.</summary>
    public void Add(byte[] line) => lines.Writer.TryWrite(line);

    /// <summary>The client closed its side: every later read ends at once.</summary>
    public void End() => lines.Writer.TryComplete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (rest.IsEmpty)
        {
            if (!await lines.Reader.WaitToReadAsync(cancellationToken) || !lines.Reader.TryRead(out var line) || line.Length == 0)
                return 0;
            rest = line;
        }

        var count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        rest = rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

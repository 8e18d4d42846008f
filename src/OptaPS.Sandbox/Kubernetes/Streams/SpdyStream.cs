using System.IO.Pipelines;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>One stream of a SPDY connection.</summary>
internal sealed class SpdyStream(SpdyConnection connection, int id, IReadOnlyDictionary<string, string> headers)
{
    /// <summary>Takes all that comes: a stream that nobody reads must not hold up the others of its connection.</summary>
    private readonly Pipe incoming = new(new PipeOptions(pauseWriterThreshold: 0));
    private Stream? input;
    private bool closed;

    public int Id => id;

    /// <summary>error, stdin, stdout, stderr, resize or data.</summary>
    public string Type => headers.GetValueOrDefault("streamtype", "");

    public string Header(string name) => headers.GetValueOrDefault(name, "");

    public Stream Input => input ??= incoming.Reader.AsStream();

    public Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => connection.SendDataAsync(id, data, last: false, ct);

    /// <summary>Says that nothing more will be written.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        if (closed)
            return;
        closed = true;
        await connection.SendDataAsync(id, ReadOnlyMemory<byte>.Empty, last: true, ct);
        connection.Forget(id);
    }

    public async Task ReceiveAsync(ReadOnlyMemory<byte> data, bool last, CancellationToken ct)
    {
        if (data.Length > 0)
            await incoming.Writer.WriteAsync(data, ct);
        if (last)
            await incoming.Writer.CompleteAsync();
    }

    public ValueTask EndAsync() => incoming.Writer.CompleteAsync();
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>exec and attach over SPDY: one stream for each of error, stdin, stdout, stderr and resize.</summary>
internal sealed class SpdyProcess : IRemoteProcess
{
    private readonly SpdyConnection connection;
    private readonly Task running;
    private readonly Dictionary<string, SpdyStream> streams;

    private SpdyProcess(SpdyConnection connection, Task running, Dictionary<string, SpdyStream> streams) => (this.connection, this.running, this.streams) = (connection, running, streams);

    public Stream Input => streams.TryGetValue("stdin", out var stream) ? stream.Input : Stream.Null;

    public Task Gone => running;

    /// <summary>Waits until the client has opened the streams that it announced.</summary>
    public static async Task<SpdyProcess> OpenAsync(Stream transport, int expected, CancellationToken ct)
    {
        var spdy = new SpdyConnection(transport);
        var reading = spdy.RunAsync(ct);
        var found = new Dictionary<string, SpdyStream>(StringComparer.Ordinal);
        while (found.Count < expected && await spdy.Opened.WaitToReadAsync(ct))
        {
            while (spdy.Opened.TryRead(out var stream))
                found[stream.Type] = stream;
        }

        return new SpdyProcess(spdy, reading, found);
    }

    public Task OutAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => SendAsync("stdout", data, ct);

    public Task ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => SendAsync(streams.ContainsKey("stderr") ? "stderr" : "stdout", data, ct);

    public async Task FinishAsync(JsonObject status, CancellationToken ct)
    {
        await SendAsync("error", JsonText.ToBytes(status), ct);
        foreach (var stream in streams.Values)
            await stream.CloseAsync(ct);
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(1), ct));
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private Task SendAsync(string name, ReadOnlyMemory<byte> data, CancellationToken ct) => streams.TryGetValue(name, out var stream) && data.Length > 0 ? stream.WriteAsync(data, ct) : Task.CompletedTask;
}

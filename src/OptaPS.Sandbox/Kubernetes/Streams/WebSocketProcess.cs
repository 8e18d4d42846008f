using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>exec and attach over a WebSocket (v4 and v5.channel.k8s.io): the first byte of a message is its channel.</summary>
internal sealed class WebSocketProcess : IRemoteProcess
{
    private const byte Out = 1;
    private const byte Error = 2;
    private const byte Status = 3;
    private const byte CloseSignal = 255;

    /// <summary>
    /// kubectl (at least to 1.33) reads before it has made its streams, and drops what comes for one that it lacks. A real container
    /// takes this long to start at least.
    /// </summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMilliseconds(40);

    private readonly WebSocket socket;
    private readonly Pipe input = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly Task receiving;
    private readonly Task started;

    public WebSocketProcess(WebSocket socket, CancellationToken ct)
    {
        this.socket = socket;
        Input = input.Reader.AsStream();
        receiving = ReceiveAsync(ct);
        started = Task.Delay(StartTime, ct);
    }

    public Stream Input { get; }

    public Task Gone => receiving;

    public Task OutAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => SendAsync(Out, data, ct);

    public Task ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken ct) => SendAsync(Error, data, ct);

    public async Task FinishAsync(JsonObject status, CancellationToken ct)
    {
        await SendAsync(Status, JsonText.ToBytes(status), ct);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        // The client answers the close; without an answer the connection goes anyway.
        await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromSeconds(1), ct));
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        await started;
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync((byte[])[channel, .. data.Span], WebSocketMessageType.Binary, true, ct);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var (channel, first) = ((byte)0, true);
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(), ct);
                    if (result.MessageType == WebSocketMessageType.Close)
                        return;
                    var data = buffer.AsMemory(0, result.Count);
                    if (first && data.Length > 0)
                    {
                        (channel, first) = (data.Span[0], false);
                        data = data[1..];
                        if (channel == CloseSignal)
                            await input.Writer.CompleteAsync();
                    }

                    if (channel == 0 && data.Length > 0)
                        await input.Writer.WriteAsync(data, ct);
                }
                while (!result.EndOfMessage);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone.
        }
        finally
        {
            await input.Writer.CompleteAsync();
        }
    }
}

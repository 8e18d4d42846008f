using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>The server's side of a SPDY/3.1 connection, as kubectl up to 1.29 uses it, and newer ones tunnel it for port-forward.</summary>
internal sealed class SpdyConnection(Stream transport) : IAsyncDisposable
{
    private const int SynStream = 1;
    private const int SynReply = 2;
    private const int Reset = 3;
    private const int Ping = 6;
    private const int GoAway = 7;
    private const int LargestFrame = 1 << 20;

    private readonly SpdyHeaders headers = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly ConcurrentDictionary<int, SpdyStream> streams = new();
    private readonly Channel<SpdyStream> opened = Channel.CreateUnbounded<SpdyStream>();

    /// <summary>Streams that the client opens, in order.</summary>
    public ChannelReader<SpdyStream> Opened => opened.Reader;

    /// <summary>Reads frames until the client is gone.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var head = new byte[8];
        try
        {
            while (true)
            {
                await transport.ReadExactlyAsync(head, ct);
                var length = (head[5] << 16) | (head[6] << 8) | head[7];
                if (length > LargestFrame)
                    return;
                var body = new byte[length];
                await transport.ReadExactlyAsync(body, ct);
                if ((head[0] & 0x80) == 0)
                    await DataAsync(BinaryPrimitives.ReadInt32BigEndian(head), body, (head[4] & 1) != 0, ct);
                else if (!await ControlAsync((head[2] << 8) | head[3], body, (head[4] & 1) != 0, ct))
                    return;
            }
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // The client is gone.
        }
        finally
        {
            opened.Writer.TryComplete();
            foreach (var stream in streams.Values)
                await stream.EndAsync();
        }
    }

    public async Task SendDataAsync(int id, ReadOnlyMemory<byte> data, bool last, CancellationToken ct)
    {
        do
        {
            var part = data.Length > 32 * 1024 ? data[..(32 * 1024)] : data;
            data = data[part.Length..];
            var head = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(head, id);
            head[4] = (byte)(last && data.Length == 0 ? 1 : 0);
            Size(head, part.Length);
            await SendAsync(head, part, ct);
        }
        while (data.Length > 0);
    }

    /// <summary>What still comes for a stream goes nowhere.</summary>
    public void Forget(int id) => streams.TryRemove(id, out _);

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        sending.Dispose();
    }

    private static void Size(byte[] head, int length) => (head[5], head[6], head[7]) = ((byte)(length >> 16), (byte)(length >> 8), (byte)length);

    private async Task DataAsync(int id, byte[] body, bool last, CancellationToken ct)
    {
        if (streams.TryGetValue(id, out var stream))
            await stream.ReceiveAsync(body, last, ct);
    }

    private async Task<bool> ControlAsync(int type, byte[] body, bool last, CancellationToken ct)
    {
        switch (type)
        {
            case SynStream:
                var id = BinaryPrimitives.ReadInt32BigEndian(body) & int.MaxValue;
                var stream = new SpdyStream(this, id, headers.Read(body.AsSpan(10)));
                streams[id] = stream;
                var reply = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(reply, id);
                await ControlFrameAsync(SynReply, [.. reply, .. headers.Write(new Dictionary<string, string>())], ct);
                await opened.Writer.WriteAsync(stream, ct);
                if (last)
                    await stream.EndAsync();
                return true;
            case Ping:
                await ControlFrameAsync(Ping, body, ct);
                return true;
            case Reset:
                if (streams.TryRemove(BinaryPrimitives.ReadInt32BigEndian(body) & int.MaxValue, out var gone))
                    await gone.EndAsync();
                return true;
            case GoAway:
                return false;
            default:
                // Settings, headers and window updates change nothing here.
                return true;
        }
    }

    private async Task ControlFrameAsync(int type, byte[] body, CancellationToken ct)
    {
        var head = new byte[] { 0x80, 3, (byte)(type >> 8), (byte)type, 0, 0, 0, 0 };
        Size(head, body.Length);
        await SendAsync(head, body, ct);
    }

    private async Task SendAsync(byte[] head, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        await sending.WaitAsync(ct);
        try
        {
            await transport.WriteAsync((byte[])[.. head, .. body.Span], ct);
            await transport.FlushAsync(ct);
        }
        finally
        {
            sending.Release();
        }
    }
}

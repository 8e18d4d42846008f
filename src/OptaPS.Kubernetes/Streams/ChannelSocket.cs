using System.Net.WebSockets;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Several byte streams over one WebSocket: the first byte of a message is the channel.</summary>
internal sealed class ChannelSocket(WebSocket socket, string subject)
{
    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Errors = 2;
    public const byte Status = 3;
    private const byte Close = 255;
    private readonly SemaphoreSlim sending = new(1, 1);
    private byte[] buffer = new byte[32 * 1024];

    /// <summary>What the stream is about, for messages.</summary>
    public string Subject => subject;

    public async Task SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = new byte[data.Length + 1];
        message[0] = channel;
        data.CopyTo(message.AsMemory(1));
        await sending.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Tells the other side that a channel has ended. Only v5 can; with v4 the command reads on until its own end.</summary>
    public Task CloseChannelAsync(byte channel, CancellationToken cancellationToken) =>
        socket.SubProtocol == "v5.channel.k8s.io" ? SendAsync(Close, new[] { channel }, cancellationToken) : Task.CompletedTask;

    /// <summary>The next message, or null at the end.</summary>
    /// <exception cref="KubernetesException">The connection broke.</exception>
    public async Task<ChannelPart?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                if (result.MessageType == WebSocketMessageType.Close)
                    return null;
                length += result.Count;
                if (!result.EndOfMessage)
                    continue;
                if (length > 0)
                    return new(buffer[0], buffer.AsMemory(1, length - 1));
            }
        }
        catch (WebSocketException exception)
        {
            throw new KubernetesException(KubernetesFailure.ConnectionLost, $"The stream to {subject} broke.", exception) { Cause = exception.Message, Object = subject, EffectUnknown = true };
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>
/// Forwarded connections over v4.channel.k8s.io: two channels for each port of the query, data and errors; the first message of each
/// names the port, least significant byte first. One socket carries one connection to each port.
/// </summary>
internal sealed class WebSocketForward(PodPort ports, WebSocket socket, IReadOnlyList<int> numbers, JsonObject pod)
{
    private readonly Pipe[] inputs = [.. numbers.Select(_ => new Pipe(new PipeOptions(pauseWriterThreshold: 0)))];
    private readonly SemaphoreSlim sending = new(1, 1);

    public async Task RunAsync(CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        for (var i = 0; i < numbers.Count; i++)
        {
            var number = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)numbers[i]);
            await SendAsync(2 * i, number, ct);
            await SendAsync((2 * i) + 1, number, ct);
        }

        var receiving = ReceiveAsync(over.Token);
        var serving = Task.WhenAll(Enumerable.Range(0, numbers.Count).Select(i => ServeAsync(i, over.Token)));
        await Task.WhenAny(receiving, serving);
        if (!receiving.IsCompleted && socket.State == WebSocketState.Open)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct);
        await over.CancelAsync();
        await Task.WhenAll(receiving, serving);
    }

    /// <summary>Reads the ports of a request: repeated, or separated by commas.</summary>
    public static IReadOnlyList<int>? Ports(IEnumerable<string> texts)
    {
        var numbers = texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(text => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0).ToList();
        return numbers.Count == 0 || numbers.Contains(0) ? null : [.. numbers];
    }

    private async Task ServeAsync(int index, CancellationToken ct)
    {
        try
        {
            await ports.ServeAsync(
                pod,
                new ForwardedConnection(
                    numbers[index],
                    inputs[index].Reader.AsStream(),
                    (data, stop) => SendAsync(2 * index, data, stop),
                    (why, stop) => SendAsync((2 * index) + 1, Encoding.UTF8.GetBytes(why), stop)),
                ct);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or WebSocketException)
        {
            // The client is gone.
        }
    }

    private async Task SendAsync(int channel, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        await sending.WaitAsync(ct);
        try
        {
            await socket.SendAsync((byte[])[(byte)channel, .. data.Span], WebSocketMessageType.Binary, true, ct);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var message = new MemoryStream();
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), ct) is { MessageType: not WebSocketMessageType.Close } part)
            {
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                var data = message.ToArray();
                message.SetLength(0);
                if (data.Length > 1 && data[0] % 2 == 0 && data[0] / 2 < inputs.Length)
                    await inputs[data[0] / 2].Writer.WriteAsync(data.AsMemory(1), ct);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client is gone.
        }
        finally
        {
            foreach (var input in inputs)
                await input.Writer.CompleteAsync();
        }
    }
}

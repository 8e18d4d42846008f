using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>Forwarded connections over SPDY: for each a stream for errors and one for data, both with the same request id.</summary>
internal sealed class PodForward(PodPort ports)
{
    public async Task RunAsync(SpdyConnection connection, JsonObject pod, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = connection.RunAsync(over.Token);
        var errors = new Dictionary<string, SpdyStream>(StringComparer.Ordinal);
        var calls = new List<Task>();
        while (await connection.Opened.WaitToReadAsync(ct))
        {
            while (connection.Opened.TryRead(out var stream))
            {
                var id = stream.Header("requestid");
                if (stream.Type == "error")
                {
                    errors[id] = stream;
                    continue;
                }

                errors.Remove(id, out var error);
                calls.RemoveAll(call => call.IsCompleted);
                calls.Add(ServeAsync(stream, error, pod, over.Token));
            }
        }

        await reading;
        await over.CancelAsync();
        await Task.WhenAll(calls);
    }

    private async Task ServeAsync(SpdyStream data, SpdyStream? error, JsonObject pod, CancellationToken ct)
    {
        try
        {
            var port = int.Parse(data.Header("port"), CultureInfo.InvariantCulture);
            await ports.ServeAsync(
                pod,
                new ForwardedConnection(port, data.Input, data.WriteAsync, (why, stop) => error is null ? Task.CompletedTask : error.WriteAsync(Encoding.UTF8.GetBytes(why), stop)),
                ct);
            await data.CloseAsync(ct);
            if (error is not null)
                await error.CloseAsync(ct);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
            // The client is gone.
        }
    }
}

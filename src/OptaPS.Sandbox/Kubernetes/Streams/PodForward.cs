using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Kubernetes.Json;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>Forwarded connections: every container port of a simulated pod speaks HTTP/1.1 and says who the pod is.</summary>
internal sealed class PodForward(Cluster cluster)
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
                    errors[id] = stream;
                else
                    calls.Add(ServeAsync(stream, errors.GetValueOrDefault(id), pod, over.Token));
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
            var now = cluster.Store.Get("/pods", pod.Namespace(), pod.Name())?.Body;
            if (now is null || !Listens(now, port))
            {
                if (error is not null)
                    await error.WriteAsync(Encoding.UTF8.GetBytes($"error forwarding port {port} to pod {pod.Uid()}, uid : failed to connect to localhost:{port} inside namespace \"{pod.Namespace()}\": connection refused"), ct);
            }
            else
            {
                await TalkAsync(data, now, port, ct);
            }

            await data.CloseAsync(ct);
            if (error is not null)
                await error.CloseAsync(ct);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone.
        }
    }

    private static bool Listens(JsonObject pod, int port)
    {
        var ports = pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).Select(item => item.Number("containerPort")).ToList();
        return ports.Count == 0 || ports.Contains(port);
    }

    private static async Task TalkAsync(SpdyStream data, JsonObject pod, int port, CancellationToken ct)
    {
        using var reader = new StreamReader(data.Input, Encoding.ASCII);
        while (await reader.ReadLineAsync(ct) is { Length: > 0 } first)
        {
            var words = first.Split(' ');
            var length = 0;
            while (await reader.ReadLineAsync(ct) is { Length: > 0 } header)
            {
                if (header.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
                    length = int.Parse(header["content-length:".Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
            }

            if (length > 0)
                await reader.ReadBlockAsync(new char[length], ct);
            var body = JsonText.ToBytes(new JsonObject
            {
                ["pod"] = pod.Name(), ["namespace"] = pod.Namespace(), ["node"] = pod.Text("spec", "nodeName"), ["image"] = pod.Objects("spec", "containers").First().Text("image"),
                ["port"] = port, ["method"] = words[0], ["path"] = words.ElementAtOrDefault(1) ?? "/"
            });
            await data.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body], ct);
        }
    }
}

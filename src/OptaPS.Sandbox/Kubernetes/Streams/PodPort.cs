using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using OptaPS.Sandbox.Kubernetes.Json;
using OptaPS.Sandbox.Kubernetes.Traffic;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>The ports of simulated pods as forwarded connections reach them: each speaks HTTP/1.1 with the pod's own voice.</summary>
internal sealed class PodPort(Cluster cluster)
{
    public async Task ServeAsync(JsonObject pod, ForwardedConnection connection, CancellationToken ct)
    {
        if (cluster.Store.Get("/pods", pod.Namespace(), pod.Name())?.Body is not { } now || !Listens(now, connection.Port))
        {
            await connection.RefuseAsync($"error forwarding port {connection.Port} to pod {pod.Uid()}, uid : failed to connect to localhost:{connection.Port} inside namespace \"{pod.Namespace()}\": connection refused", ct);
            return;
        }

        var input = PipeReader.Create(connection.Input);
        try
        {
            while (await ForwardedRequest.ReadAsync(input, ct) is { } request)
            {
                await AnswerAsync(now, connection, request, input, ct);
                if (request.IsLast)
                    return;
            }
        }
        catch (InvalidDataException)
        {
            await connection.WriteAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ct);
        }
    }

    private async Task AnswerAsync(JsonObject pod, ForwardedConnection connection, ForwardedRequest request, PipeReader input, CancellationToken ct)
    {
        if (request.Headers.ContainsKey("expect"))
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), ct);
        await request.SkipBodyAsync(input, ct);
        var answer = await cluster.Caller.AnswerAtPodAsync(
            new PodRequest(null, pod.Namespace(), "", connection.Port, request.Method, request.Path) { Host = request.Headers.GetValueOrDefault("host", ""), Query = request.Query, Headers = request.Headers },
            pod,
            ct);
        var body = answer.Body ?? new JsonObject();
        body["port"] = connection.Port;
        var bytes = JsonText.ToBytes(body);
        var close = request.IsLast ? "Connection: close\r\n" : "";
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\nContent-Type: application/json\r\n{close}Content-Length: {bytes.Length}\r\n\r\n");
        await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. request.Method == "HEAD" ? [] : bytes], ct);
    }

    /// <summary>A container that names no ports may listen on any.</summary>
    private static bool Listens(JsonObject pod, int port)
    {
        var ports = pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports")).Select(item => item.Number("containerPort")).ToList();
        return ports.Count == 0 || ports.Contains(port);
    }
}

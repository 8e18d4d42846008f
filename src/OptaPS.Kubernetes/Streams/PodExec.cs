using System.Net.WebSockets;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Runs commands in containers over a WebSocket (<c>v5.channel.k8s.io</c>, else <c>v4</c>).</summary>
/// <param name="client">The cluster.</param>
public sealed class PodExec(IKubernetesClient client)
{
    private static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    /// <summary>Runs to the end and returns the exit code.</summary>
    /// <exception cref="KubernetesException">The stream could not be opened, broke, or the command could not be started.</exception>
    public async Task<int> RunAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        using var socket = await client.OpenWebSocketAsync(AddressOf(request), Protocols, cancellationToken);
        var channels = new ChannelSocket(socket, $"Pod {request.Namespace}/{request.Pod}");
        using var stopInput = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var input = request.Input is null ? Task.CompletedTask : SendInputAsync(channels, request.Input, stopInput.Token);
        try
        {
            return await ReceiveAsync(channels, request, cancellationToken);
        }
        finally
        {
            await stopInput.CancelAsync();
            await input;
        }
    }

    private static string AddressOf(ExecRequest request)
    {
        var query = new QueryText().Add("container", request.Container);
        foreach (var part in request.Command)
            query.Add("command", part);
        return query.Add("stdin", request.Input is not null).Add("stdout", true).Add("stderr", !request.Terminal).Add("tty", request.Terminal)
            .On($"/api/v1/namespaces/{Uri.EscapeDataString(request.Namespace)}/pods/{Uri.EscapeDataString(request.Pod)}/{(request.Command.Count == 0 ? "attach" : "exec")}");
    }

    private static async Task SendInputAsync(ChannelSocket channels, Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int length;
            while ((length = await input.ReadAsync(buffer, cancellationToken)) > 0)
                await channels.SendAsync(ChannelSocket.Input, buffer.AsMemory(0, length), cancellationToken);
            await channels.CloseChannelAsync(ChannelSocket.Input, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The command ended first; the receiving side reports what there is to report.
        }
    }

    private static async Task<int> ReceiveAsync(ChannelSocket channels, ExecRequest request, CancellationToken cancellationToken)
    {
        var status = new MemoryStream();
        while (await channels.ReceiveAsync(cancellationToken) is { } part)
        {
            var target = part.Channel switch
            {
                ChannelSocket.Output => request.Output,
                ChannelSocket.Errors => request.Errors,
                ChannelSocket.Status => status,
                _ => null,
            };
            if (target is not null)
                await target.WriteAsync(part.Data, cancellationToken);
        }

        return ExitStatus.Read(status.ToArray(), channels.Subject);
    }
}

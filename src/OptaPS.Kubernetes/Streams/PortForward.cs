using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Listens on a local port and carries every connection to a port of a pod, each over a WebSocket of its own.</summary>
public sealed class PortForward : IAsyncDisposable
{
    private const byte Data = 0;
    private const byte Error = 1;
    private const int PortLength = 2;
    private static readonly string[] Protocols = ["v4.channel.k8s.io"];
    private readonly IKubernetesClient client;
    private readonly string path;
    private readonly string subject;
    private readonly TcpListener listener;
    private readonly Action<KubernetesException>? onError;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    /// <summary>Starts listening on the loopback address.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="port">The pod's port.</param>
    /// <param name="localPort">The local port; 0 for a free one.</param>
    /// <param name="onError">Receives what goes wrong with single connections, on any thread.</param>
    public PortForward(IKubernetesClient client, string @namespace, string pod, int port, int localPort = 0, Action<KubernetesException>? onError = null)
    {
        this.client = client;
        this.onError = onError;
        subject = $"port {port} of Pod {@namespace}/{pod}";
        path = $"/api/v1/namespaces/{Uri.EscapeDataString(@namespace)}/pods/{Uri.EscapeDataString(pod)}/portforward?ports={port}";
        listener = new TcpListener(IPAddress.Loopback, localPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The local port.</summary>
    public int LocalPort => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Ends all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                open.RemoveAll(task => task.IsCompleted);
                open.Add(CarryAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The last one is a listener that was stopped between two connections.
            await Task.WhenAll(open);
        }
    }

    private async Task CarryAsync(Socket local)
    {
        try
        {
            await using var stream = new NetworkStream(local, ownsSocket: true);
            using var remote = await client.OpenWebSocketAsync(path, Protocols, stop.Token);
            var channels = new ChannelSocket(remote, subject);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var up = UpAsync(stream, channels, end.Token);
            await DownAsync(stream, channels, end.Token);
            await end.CancelAsync();
            await up;
        }
        catch (KubernetesException exception)
        {
            onError?.Invoke(exception);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or WebSocketException)
        {
            // One side closed; so does the other.
        }
    }

    private static async Task UpAsync(NetworkStream from, ChannelSocket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int length;
            while ((length = await from.ReadAsync(buffer, cancellationToken)) > 0)
                await to.SendAsync(Data, buffer.AsMemory(0, length), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The connection is over; what is still on its way down is delivered by the other direction.
        }
    }

    // The first message of each channel repeats the port's number.
    private static async Task DownAsync(NetworkStream to, ChannelSocket from, CancellationToken cancellationToken)
    {
        var begun = new bool[2];
        while (await from.ReceiveAsync(cancellationToken) is { } part)
        {
            if (part.Channel > Error)
                continue;
            var data = part.Data;
            if (!begun[part.Channel])
            {
                begun[part.Channel] = true;
                if (data.Length >= PortLength && BinaryPrimitives.ReadUInt16LittleEndian(data.Span) > 0)
                    data = data[PortLength..];
            }

            if (data.Length == 0)
                continue;
            if (part.Channel == Error)
                throw new KubernetesException(KubernetesFailure.Server, $"The cluster could not connect to {from.Subject}.") { Object = from.Subject, Cause = Encoding.UTF8.GetString(data.Span) };
            await to.WriteAsync(data, cancellationToken);
        }
    }
}

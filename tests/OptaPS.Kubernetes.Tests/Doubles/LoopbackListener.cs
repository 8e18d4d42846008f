using System.Net;
using System.Net.Sockets;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>Accepts connections on a free port of this machine until it is disposed.</summary>
internal abstract class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ValueTask DisposeAsync()
    {
        listener.Stop();
        return ValueTask.CompletedTask;
    }

    /// <summary>For the end of the derived constructor: connections find everything set.</summary>
    protected void Start()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    protected abstract Task ServeAsync(TcpClient client);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}

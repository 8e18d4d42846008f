using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OptaPS.Sandbox.Entry;

/// <summary>
/// One address in front of all clusters' entry routers, as public DNS would be: looks at the Host header or the TLS server name
/// and passes the bytes on, unchanged, to the cluster whose load balancer has that name.
/// </summary>
internal sealed class EntryFront : IAsyncDisposable
{
    private static readonly byte[] NoSuchHost =
        Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 52\r\n\r\nNo load balancer of a running cluster has this name\n");

    private readonly TcpListener _listener;
    private readonly Func<string, Uri?> _route;
    private readonly bool _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private EntryFront(TcpListener listener, bool tls, Func<string, Uri?> route)
    {
        _listener = listener;
        _tls = tls;
        _route = route;
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="preferredPort">Taken when it is free; else any free port.</param>
    /// <param name="tls">Whether the server name is read from a TLS hello instead of a Host header.</param>
    /// <param name="route">Gives the entry address of the cluster that a host name belongs to, or null when nothing answers there.</param>
    public static EntryFront Start(int preferredPort, bool tls, Func<string, Uri?> route)
    {
        var listener = new TcpListener(IPAddress.Loopback, preferredPort);
        try
        {
            listener.Start();
        }
        catch (SocketException) when (preferredPort != 0)
        {
            listener.Dispose();
            listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
        }

        return new EntryFront(listener, tls, route);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException)
            {
                // A listener that is stopped between two connections is an invalid operation, not a disposed object.
                if (_stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            var head = new byte[16 * 1024];
            var length = 0;
            string? host = null;
            var greeted = false;
            while (host is null && length < head.Length)
            {
                var read = await stream.ReadAsync(head.AsMemory(length), _stop.Token);
                if (read == 0)
                {
                    return;
                }

                length += read;
                var preface = PlainHttp2Head.Preface.Length;
                if (!_tls && length >= preface && head.AsSpan(0, preface).SequenceEqual(PlainHttp2Head.Preface))
                {
                    host = PlainHttp2Head.Authority(head.AsSpan(0, length));
                    if (host is null && !greeted)
                    {
                        greeted = true;
                        await stream.WriteAsync(PlainHttp2Head.EmptySettings, _stop.Token);
                    }

                    continue;
                }

                host = _tls ? ServerName.FromClientHello(head.AsSpan(0, length)) : ServerName.FromHttpHead(head.AsSpan(0, length));
            }

            if (_route(host ?? "") is not { } target)
            {
                if (!_tls)
                {
                    await stream.WriteAsync(NoSuchHost, _stop.Token);
                }

                return;
            }

            using var upstream = new TcpClient { NoDelay = true };
            await upstream.ConnectAsync(IPAddress.Loopback, target.Port, _stop.Token);
            var other = upstream.GetStream();
            await other.WriteAsync(head.AsMemory(0, length), _stop.Token);
            await Task.WhenAll(PumpAsync(stream, other, upstream), PumpAsync(other, stream, client));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that ends early is the client's or the cluster's business; the front only carries bytes.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, TcpClient receiver)
    {
        try
        {
            await from.CopyToAsync(to, _stop.Token);
        }
        finally
        {
            if (receiver.Connected)
            {
                receiver.Client.Shutdown(SocketShutdown.Send);
            }
        }
    }
}

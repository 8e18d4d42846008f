using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>A server that speaks just enough HTTP/2 over TLS to end connections in every way that a real one may. The test decides per request.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, End = 1, EndHeaders = 4;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;
    private readonly Func<Exchange, Task> handler;
    private int connections;
    private int requests;

    public Http2Server(X509Certificate2 certificate, Func<Exchange, Task> handler)
    {
        this.certificate = certificate;
        this.handler = handler;
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Connection and number of each request that was received whole.</summary>
    public ConcurrentQueue<(int Connection, int Request)> Received { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client, Interlocked.Increment(ref connections));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        try
        {
            using (client)
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, stop.Token);
                await ReadAsync(stream, 24);
                await WriteAsync(stream, Settings, 0, 0, []);
                while (!stop.IsCancellationRequested)
                {
                    var head = await ReadAsync(stream, 9);
                    var payload = await ReadAsync(stream, (head[0] << 16) | (head[1] << 8) | head[2]);
                    var id = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue;
                    if (head[3] == Settings && (head[4] & End) == 0)
                        await WriteAsync(stream, Settings, End, 0, []);
                    else if (head[3] == Ping && (head[4] & End) == 0)
                        await WriteAsync(stream, Ping, End, 0, payload);
                    else if (head[3] is Headers or Data && (head[4] & End) != 0)
                    {
                        var number = Interlocked.Increment(ref requests);
                        Received.Enqueue((connection, number));
                        await handler(new(stream, id, connection, number));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private async Task<byte[]> ReadAsync(SslStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, stop.Token);
        return bytes;
    }

    private static async Task WriteAsync(SslStream stream, byte type, byte flags, int id, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame.AsSpan(9));
        await stream.WriteAsync(frame);
        await stream.FlushAsync();
    }

    /// <summary>One request and the ways to answer it.</summary>
    public sealed class Exchange(SslStream stream, int id, int connection, int number)
    {
        private bool begun;

        public int Connection => connection;

        public int Number => number;

        public int Id => id;

        /// <summary>Sends a status 200 and a part of the body.</summary>
        public async Task SendAsync(string body, bool end)
        {
            if (!begun)
                await WriteAsync(stream, Headers, EndHeaders, id, [0x88]);
            begun = true;
            await WriteAsync(stream, Data, end ? End : (byte)0, id, Encoding.UTF8.GetBytes(body));
        }

        /// <summary>Says that the connection ends and which stream was the last that was looked at.</summary>
        public Task GoAwayAsync(int lastStream, int error = 0)
        {
            var payload = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(payload, lastStream);
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(4), error);
            return WriteAsync(stream, GoAway, 0, 0, payload);
        }

        /// <summary>Ends the stream: 7 for refused, nothing was done.</summary>
        public Task ResetAsync(int error) => WriteAsync(stream, Reset, 0, id, [0, 0, 0, (byte)error]);

        public void Close() => stream.Close();
    }
}

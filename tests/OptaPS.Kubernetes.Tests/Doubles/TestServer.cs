using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>A small HTTP/1.1 server over real sockets whose answers the test decides.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    // Not disposed: connections that are still being served look at it.
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2? certificate;
    private readonly Task loop;

    public TestServer(Func<TestRequest, TestReply> handler, X509Certificate2? certificate = null)
    {
        Handler = handler;
        this.certificate = certificate;
        listener.Start();
        loop = AcceptAsync();
    }

    public Func<TestRequest, TestReply> Handler { get; set; }

    public ConcurrentQueue<TestRequest> Requests { get; } = new();

    public int Connections;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address => new($"{(certificate is null ? "http" : "https")}://localhost:{Port}");

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
            return;
        await stop.CancelAsync();
        listener.Stop();
        await loop;
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptSocketAsync(stop.Token);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
            {
                // Disposed; stopped between two connections, the listener throws the last of these.
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref Connections);
        try
        {
            await using var raw = new NetworkStream(socket, ownsSocket: true);
            Stream stream = raw;
            string? subject = null;
            if (certificate is not null)
            {
                var tls = new SslStream(raw);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
                }, stop.Token);
                subject = tls.RemoteCertificate?.Subject;
                stream = tls;
            }

            var reader = new HeadReader(stream);
            while (await reader.ReadAsync(stop.Token) is { } request)
            {
                request = request with { ClientSubject = subject };
                Requests.Enqueue(request);
                if (!await AnswerAsync(stream, Handler(request)))
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as it may.
        }
    }

    private async Task<bool> AnswerAsync(Stream stream, TestReply reply)
    {
        if (reply.Delay > TimeSpan.Zero)
            await Task.Delay(reply.Delay, stop.Token);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} X\r\nContent-Type: {reply.ContentType}\r\n");
        if (!reply.Headers.ContainsKey("Date"))
            head.Append($"Date: {DateTimeOffset.UtcNow:r}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        if (reply.Stream is { } write)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + (reply.Status == 101 ? "\r\n" : "Connection: close\r\n\r\n")), stop.Token);
            await write(stream, stop.Token);
            return false;
        }

        var body = Encoding.UTF8.GetBytes(reply.Body);
        var bytes = Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n").Concat(body).ToArray();
        if (reply.CutAfter is { } cut)
        {
            await stream.WriteAsync(bytes.AsMemory(0, Math.Min(cut, bytes.Length)), stop.Token);
            return false;
        }

        await stream.WriteAsync(bytes, stop.Token);
        return true;
    }

    private sealed class HeadReader(Stream stream)
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private int start;
        private int end;

        public async Task<TestRequest?> ReadAsync(CancellationToken cancellationToken)
        {
            if (await LineAsync(cancellationToken) is not { Length: > 0 } first)
                return null;
            var parts = first.Split(' ');
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await LineAsync(cancellationToken) is { Length: > 0 } line)
            {
                var colon = line.IndexOf(':');
                headers[line[..colon]] = headers.TryGetValue(line[..colon], out var before) ? before + "," + line[(colon + 1)..].Trim() : line[(colon + 1)..].Trim();
            }

            var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
            for (var i = 0; i < body.Length; i++)
                body[i] = (byte)await ByteAsync(cancellationToken);
            var target = parts[1].Split('?', 2);
            var query = (target.Length > 1 ? target[1].Split('&') : []).Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0], pair => Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "")).ToDictionary(group => group.Key, group => string.Join("|", group));
            return new(parts[0], Uri.UnescapeDataString(target[0]), query, headers, body);
        }

        private async Task<string?> LineAsync(CancellationToken cancellationToken)
        {
            var line = new StringBuilder();
            for (; ; )
            {
                var one = await ByteAsync(cancellationToken);
                if (one < 0)
                    return null;
                if (one == '\n')
                    return line.ToString().TrimEnd('\r');
                line.Append((char)one);
            }
        }

        private async ValueTask<int> ByteAsync(CancellationToken cancellationToken)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, cancellationToken);
                if (end == 0)
                    return -1;
            }

            return buffer[start++];
        }
    }
}

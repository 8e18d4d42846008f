using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>An HTTP proxy that opens tunnels to one port.</summary>
internal sealed class TestProxy : LoopbackListener
{
    private readonly int target;

    private readonly X509Certificate2? certificate;

    /// <param name="target">The port that every tunnel leads to.</param>
    /// <param name="certificate">Makes it an https proxy.</param>
    public TestProxy(int target, X509Certificate2? certificate = null)
    {
        (this.target, this.certificate) = (target, certificate);
        Start();
    }

    public ConcurrentQueue<string> Heads { get; } = new();

    protected override async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(certificate);
                    stream = tls;
                }

                var head = new StringBuilder();
                var next = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n"))
                {
                    await stream.ReadExactlyAsync(next);
                    head.Append((char)next[0]);
                }

                Heads.Enqueue(head.ToString());
                using var upstream = new TcpClient();
                await upstream.ConnectAsync(IPAddress.Loopback, target);
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
                await Task.WhenAny(stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(stream));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            // The client went away.
        }
    }
}

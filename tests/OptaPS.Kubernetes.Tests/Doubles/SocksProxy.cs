using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>A SOCKS 5 proxy that opens tunnels to one port, or refuses.</summary>
internal sealed class SocksProxy : LoopbackListener
{
    private readonly int target;
    private readonly string? signIn;
    private readonly byte answer;

    public SocksProxy(int target, string? signIn = null, byte answer = 0)
    {
        (this.target, this.signIn, this.answer) = (target, signIn, answer);
        Start();
    }

    public ConcurrentQueue<string> Asked { get; } = new();

    protected override async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                var methods = await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
                var method = signIn is null ? (byte)0 : methods.Contains((byte)2) ? (byte)2 : (byte)255;
                await stream.WriteAsync(new byte[] { 5, method });
                if (method == 2)
                {
                    var user = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 2))[1]));
                    var password = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
                    await stream.WriteAsync(new byte[] { 1, $"{user}:{password}" == signIn ? (byte)0 : (byte)1 });
                }

                var head = await ReadAsync(stream, 4);
                var host = head[3] == 3 ? Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])) : new IPAddress(await ReadAsync(stream, head[3] == 1 ? 4 : 16)).ToString();
                var port = await ReadAsync(stream, 2);
                Asked.Enqueue($"{host}:{(port[0] << 8) | port[1]}");
                await stream.WriteAsync(new byte[] { 5, answer, 0, 1, 127, 0, 0, 1, 0, 1 });
                if (answer != 0)
                    return;
                using var upstream = new TcpClient();
                await upstream.ConnectAsync(IPAddress.Loopback, target);
                await Task.WhenAny(stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(stream));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The client went away.
        }
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}

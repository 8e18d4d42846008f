using System.Net;
using System.Net.Sockets;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>Passes bytes on to a server; cuts the first connection after so many bytes of answers, and later ones after as many as a function says, or never.</summary>
internal sealed class CuttingProxy : LoopbackListener
{
    private readonly int target;
    private readonly Func<int> next;
    private int budget;

    public CuttingProxy(int target, int cutAfter, Func<int>? next = null)
    {
        this.target = target;
        this.next = next ?? (() => int.MaxValue);
        budget = cutAfter;
        Start();
    }

    public int Cuts;

    /// <summary>Connections that were opened.</summary>
    public int Accepted;

    protected override async Task ServeAsync(TcpClient client)
    {
        Interlocked.Increment(ref Accepted);
        var left = Interlocked.Exchange(ref budget, next());
        using (client)
        using (var upstream = new TcpClient())
        {
            await upstream.ConnectAsync(IPAddress.Loopback, target);
            var up = CopyAsync(client.GetStream(), upstream.GetStream(), int.MaxValue);
            await Task.WhenAny(up, CopyAsync(upstream.GetStream(), client.GetStream(), left));
            client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, int left)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int length;
            while ((length = await from.ReadAsync(buffer)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, Math.Min(length, left)));
                left -= length;
                if (left <= 0)
                {
                    Interlocked.Increment(ref Cuts);
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace OptaPS.Sandbox.Dns;

/// <summary>The public DNS of this world: a resolver on loopback, by datagrams.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly UdpClient _socket;
    private readonly Func<string, int, IReadOnlyList<DnsRecord>?> _resolve;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    private DnsServer(UdpClient socket, Func<string, int, IReadOnlyList<DnsRecord>?> resolve)
    {
        _socket = socket;
        _resolve = resolve;
        _loop = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <param name="preferredPort">Taken when it is free; else any free port.</param>
    /// <param name="resolve">Gives the records of a name and type; null when there is no such name.</param>
    public static DnsServer Start(int preferredPort, Func<string, int, IReadOnlyList<DnsRecord>?> resolve)
    {
        try
        {
            return new DnsServer(new UdpClient(new IPEndPoint(IPAddress.Loopback, preferredPort)), resolve);
        }
        catch (SocketException) when (preferredPort != 0)
        {
            return new DnsServer(new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)), resolve);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var asked = await _socket.ReceiveAsync(_stop.Token);
                if (DnsMessage.ReadQuestion(asked.Buffer) is { } question)
                {
                    var answer = DnsMessage.Answer(asked.Buffer, question.End, _resolve(Delegations.Plain(question.Name), question.Type));
                    await _socket.SendAsync(answer, asked.RemoteEndPoint, _stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Who asked is gone before the answer.
            }
        }
    }
}

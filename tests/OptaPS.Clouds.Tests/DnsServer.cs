using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OptaPS.Clouds.Tests;

/// <summary>A name server that knows NS records; over UDP it cuts answers off, so that they are asked for again over TCP.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly UdpClient datagrams;
    private readonly TcpListener streams;
    private readonly IReadOnlyDictionary<string, string[]> zones;
    private readonly Task running;

    private DnsServer(IReadOnlyDictionary<string, string[]> zones)
    {
        this.zones = zones;
        (datagrams, streams) = Bind();
        Address = new Uri($"dns://127.0.0.1:{((IPEndPoint)streams.LocalEndpoint).Port}");
        running = Task.WhenAll(AnswerDatagramsAsync(), AnswerStreamsAsync());
    }

    public Uri Address { get; }

    public static DnsServer Start(IReadOnlyDictionary<string, string[]> zones) => new(zones);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        datagrams.Dispose();
        streams.Dispose();
        stop.Dispose();
    }

    /// <summary>The system gives a port that is free for one protocol; the other one must be free there, too.</summary>
    private static (UdpClient Datagrams, TcpListener Streams) Bind()
    {
        for (var attempt = 1; ; attempt++)
        {
            var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener((IPEndPoint)udp.Client.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < 20)
            {
                tcp.Dispose();
                udp.Dispose();
            }
        }
    }

    private async Task AnswerDatagramsAsync()
    {
        while (true)
        {
            var question = await datagrams.ReceiveAsync(stop.Token);
            var answer = Answer(question.Buffer);
            answer[2] |= 2;
            await datagrams.SendAsync(answer.AsMemory(0, 12), question.RemoteEndPoint, stop.Token);
        }
    }

    private async Task AnswerStreamsAsync()
    {
        while (true)
        {
            using var client = await streams.AcceptTcpClientAsync(stop.Token);
            var frame = new byte[2];
            await client.GetStream().ReadExactlyAsync(frame, stop.Token);
            var question = new byte[(frame[0] << 8) | frame[1]];
            await client.GetStream().ReadExactlyAsync(question, stop.Token);
            var answer = Answer(question);
            await client.GetStream().WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], stop.Token);
        }
    }

    private byte[] Answer(byte[] question)
    {
        var labels = new List<string>();
        var at = 12;
        for (; question[at] != 0; at += question[at] + 1)
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        var servers = zones.GetValueOrDefault(string.Join('.', labels)) ?? [];
        var found = servers.Length > 0;
        var answer = new List<byte>([question[0], question[1], 0x81, (byte)(found ? 0x80 : 0x83), 0, 1, 0, (byte)servers.Length, 0, 0, 0, 0, .. question[12..]]);
        foreach (var server in servers)
        {
            // The record's name points at the question's; a server below com or org is written out.
            byte[] data = [.. server.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
            answer.AddRange([0xC0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
        }

        return [.. answer];
    }
}

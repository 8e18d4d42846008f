using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using OptaPS.Targets;

namespace OptaPS.Clouds.Dns;

/// <summary>Asks DNS who serves a domain: the resolvers of this machine, or the one that a target names.</summary>
internal sealed class NameServerLookup(EndpointSet endpoints)
{
    private const int Port = 53;
    private const int LargestAnswer = 65_535;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The domain's name servers as public DNS gives them, in order; empty when nothing is delegated. Null when this target has no DNS to ask.</summary>
    /// <exception cref="IOException">No resolver answered.</exception>
    public async Task<IReadOnlyList<string>?> FindAsync(string domain, CancellationToken cancellationToken)
    {
        var resolvers = Resolvers();
        if (resolvers.Count == 0)
            return null;
        Exception? last = null;
        foreach (var resolver in resolvers)
        {
            try
            {
                return [.. (await AskAsync(resolver, domain, cancellationToken)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            }
            catch (Exception exception) when (exception is SocketException or FormatException or IOException || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                last = exception;
            }
        }

        throw new IOException($"No resolver answered for {domain}: {last!.Message}", last);
    }

    private static async Task<IReadOnlyList<string>> AskAsync(IPEndPoint resolver, string domain, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        var question = NameServerMessage.Ask(id, domain);
        using (var datagrams = new UdpClient(resolver.AddressFamily))
        {
            datagrams.Connect(resolver);
            await datagrams.SendAsync(question, limit.Token);
            var answer = await datagrams.ReceiveAsync(limit.Token);
            var servers = NameServerMessage.Read(answer.Buffer, id, out var truncated);
            if (!truncated)
                return servers;
        }

        using var stream = new TcpClient(resolver.AddressFamily);
        await stream.ConnectAsync(resolver, limit.Token);
        var framed = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
        question.CopyTo(framed, 2);
        await stream.GetStream().WriteAsync(framed, limit.Token);
        var buffer = new byte[LargestAnswer];
        await stream.GetStream().ReadExactlyAsync(buffer.AsMemory(0, 2), limit.Token);
        var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        await stream.GetStream().ReadExactlyAsync(buffer.AsMemory(0, length), limit.Token);
        return NameServerMessage.Read(buffer.AsSpan(0, length), id, out _);
    }

    // A target that is not the public clouds is asked about only where it says so: its names mean nothing to public DNS.
    private List<IPEndPoint> Resolvers()
    {
        if (endpoints.Services.TryGetValue("dns", out var named))
            return [new IPEndPoint(IPAddress.Parse(named.Host), named.Port)];
        return endpoints.World is not null
            ? []
            : [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().DnsAddresses).Distinct().Take(3).Select(address => new IPEndPoint(address, Port))];
    }
}

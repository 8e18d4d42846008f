using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Asks a SOCKS 5 proxy (RFC 1928, with user and password by RFC 1929) for a tunnel. Names are resolved by the proxy.</summary>
internal static class SocksTunnel
{
    private const byte Version = 5;
    private const byte NoSignIn = 0;
    private const byte Password = 2;

    public static async Task OpenAsync(Stream stream, Uri proxy, Uri target, CancellationToken cancellationToken)
    {
        var user = proxy.UserInfo;
        await stream.WriteAsync((byte[])(user.Length > 0 ? [Version, 2, NoSignIn, Password] : [Version, 1, NoSignIn]), cancellationToken);
        var choice = await ReadAsync(stream, 2, cancellationToken);
        if (choice[1] == Password && user.Length > 0)
            await SignInAsync(stream, proxy, cancellationToken);
        else if (choice[0] != Version || choice[1] != NoSignIn)
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} wants to be signed in to in a way that proxy-url does not give.");

        await stream.WriteAsync((byte[])[Version, 1, 0, .. AddressOf(target.IdnHost), (byte)(target.Port >> 8), (byte)target.Port], cancellationToken);
        var answer = await ReadAsync(stream, 4, cancellationToken);
        if (answer[1] != 0)
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} refused a tunnel to {target.IdnHost}:{target.Port}: {Describe(answer[1])}.");

        // The address that the proxy uses itself: of no interest, but in front of the tunnelled stream.
        var length = answer[3] switch { 1 => 4, 4 => 16, _ => (await ReadAsync(stream, 1, cancellationToken))[0] };
        await ReadAsync(stream, length + 2, cancellationToken);
    }

    private static async Task SignInAsync(Stream stream, Uri proxy, CancellationToken cancellationToken)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        var name = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(parts[0]));
        var password = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : ""));
        await stream.WriteAsync((byte[])[1, (byte)name.Length, .. name, (byte)password.Length, .. password], cancellationToken);
        if ((await ReadAsync(stream, 2, cancellationToken))[1] != 0)
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} did not accept user and password.");
    }

    private static byte[] AddressOf(string host)
    {
        if (!IPAddress.TryParse(host, out var address))
            return [3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host)];
        return [address.AddressFamily == AddressFamily.InterNetwork ? (byte)1 : (byte)4, .. address.GetAddressBytes()];
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static string Describe(byte code) => code switch
    {
        2 => "its rules do not allow it",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "time to live expired",
        7 => "command not supported",
        8 => "address type not supported",
        _ => $"failure {code}",
    };
}

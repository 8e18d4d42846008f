using System.Text;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Asks an HTTP proxy for a tunnel.</summary>
internal static class ProxyTunnel
{
    private const int LongestAnswer = 16 * 1024;

    public static async Task OpenAsync(Stream stream, Uri proxy, Uri target, CancellationToken cancellationToken)
    {
        var authority = $"{target.IdnHost}:{target.Port}";
        var request = new StringBuilder().Append("CONNECT ").Append(authority).Append(" HTTP/1.1\r\nHost: ").Append(authority).Append("\r\n");
        if (proxy.UserInfo.Length > 0)
            request.Append("Proxy-Authorization: Basic ").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(proxy.UserInfo)))).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Append("\r\n").ToString()), cancellationToken);

        // Byte by byte, so that nothing of the tunnelled stream is taken along.
        var answer = new List<byte>();
        var one = new byte[1];
        while (answer.Count < 4 || answer[^4] != '\r' || answer[^3] != '\n' || answer[^2] != '\r' || answer[^1] != '\n')
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0 || answer.Count > LongestAnswer)
                throw new IOException($"The proxy {proxy.Authority} ended the connection instead of opening a tunnel.");
            answer.Add(one[0]);
        }

        var status = Encoding.ASCII.GetString([.. answer]).Split('\r')[0];
        if (status.Split(' ') is not [_, "200", ..])
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} refused a tunnel to {authority}: {status}.");
    }
}

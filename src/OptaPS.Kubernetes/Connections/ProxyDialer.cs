using System.Net.Security;
using System.Security.Authentication;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Turns a connection to a proxy into one to the target behind it.</summary>
internal static class ProxyDialer
{
    /// <summary>The schemes of proxies that can be used.</summary>
    public static readonly IReadOnlyList<string> Schemes = ["http", "https", "socks5", "socks5h"];

    /// <summary>The port of a proxy whose address names none.</summary>
    public static int PortOf(Uri proxy) => proxy.Port > 0 ? proxy.Port : 1080;

    /// <exception cref="IOException">The proxy refused, is not to be trusted, or ended the connection.</exception>
    public static async Task<Stream> OpenAsync(Stream stream, Uri proxy, Uri target, CancellationToken cancellationToken)
    {
        if (proxy.Scheme.StartsWith("socks", StringComparison.Ordinal))
        {
            await SocksTunnel.OpenAsync(stream, proxy, target, cancellationToken);
            return stream;
        }

        if (proxy.Scheme == Uri.UriSchemeHttps)
            stream = await SecureAsync(stream, proxy, cancellationToken);
        await ProxyTunnel.OpenAsync(stream, proxy, target, cancellationToken);
        return stream;
    }

    private static async Task<Stream> SecureAsync(Stream stream, Uri proxy, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = proxy.IdnHost }, cancellationToken);
            return secured;
        }
        catch (AuthenticationException exception)
        {
            await secured.DisposeAsync();
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} is not to be trusted: {exception.Message}", exception);
        }
    }
}

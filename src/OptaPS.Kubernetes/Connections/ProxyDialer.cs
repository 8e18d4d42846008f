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
    public static async Task<Stream> OpenAsync(Stream stream, Uri proxy, ConnectionSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var target = settings.Endpoint;
        if (proxy.Scheme.StartsWith("socks", StringComparison.Ordinal))
        {
            await SocksTunnel.OpenAsync(stream, proxy, target, cancellationToken);
            return stream;
        }

        if (proxy.Scheme == Uri.UriSchemeHttps)
            stream = await SecureAsync(stream, proxy, settings, time, cancellationToken);
        await ProxyTunnel.OpenAsync(stream, proxy, target, cancellationToken);
        return stream;
    }

    /// <summary>The system's authorities may vouch for a proxy, and the cluster's own, as in kubectl; it is never taken unseen, even when the cluster's certificate is.</summary>
    private static async Task<Stream> SecureAsync(Stream stream, Uri proxy, ConnectionSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var trust = new ServerTrust(settings with { Endpoint = proxy, TlsServerName = null, SkipTlsVerification = false, TrustSystemToo = true }, time);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = trust.ServerName,
            CertificateChainPolicy = trust.CreatePolicy(),
            RemoteCertificateValidationCallback = trust.Check,
        };
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancellationToken);
            return secured;
        }
        catch (AuthenticationException exception)
        {
            await secured.DisposeAsync();
            throw new IOException($"The proxy {proxy.Host}:{proxy.Port} is not to be trusted: {trust.Refusal(exception)?.Cause ?? exception.Message}", exception);
        }
    }
}

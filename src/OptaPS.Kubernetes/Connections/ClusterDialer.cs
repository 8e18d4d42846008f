using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Connections;

/// <summary>Opens connections to one API server: TCP or a proxy's tunnel, then TLS with the connection's own trust.</summary>
internal sealed class ClusterDialer(ConnectionSettings settings, TimeSpan timeout, TimeProvider time)
{
    /// <summary>Connects; <paramref name="protocols"/> are offered by ALPN.</summary>
    /// <exception cref="KubernetesException">Unreachable, timed out, or not to be trusted; says which.</exception>
    public async ValueTask<Stream> ConnectAsync(List<SslApplicationProtocol> protocols, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Stream? stream = null;
        try
        {
            stream = await OpenAsync(linked.Token);
            var secured = settings.Endpoint.Scheme == Uri.UriSchemeHttps ? await SecureAsync(stream, protocols, linked.Token) : stream;
            stream = null;
            return secured;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"no connection within {timeout.TotalSeconds:0} s", exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw Unreachable(exception.Message, exception);
        }
        finally
        {
            if (stream is not null)
                await stream.DisposeAsync();
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        var target = settings.Proxy ?? settings.Endpoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(target.IdnHost, settings.Proxy is null ? target.Port : ProxyDialer.PortOf(target)), cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return settings.Proxy is null ? stream : await ProxyDialer.OpenAsync(stream, settings.Proxy, settings, time, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<Stream> SecureAsync(Stream stream, List<SslApplicationProtocol> protocols, CancellationToken cancellationToken)
    {
        var trust = new ServerTrust(settings, time);
        var certificate = await settings.Credentials.GetCertificateAsync(cancellationToken);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = trust.ServerName,
            ApplicationProtocols = protocols,
            CertificateChainPolicy = trust.CreatePolicy(),
            RemoteCertificateValidationCallback = trust.Check,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        };
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch (AuthenticationException exception)
        {
            await tls.DisposeAsync();
            throw trust.Refusal(exception) ?? Unreachable($"the TLS handshake failed: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private KubernetesException Unreachable(string cause, Exception inner) =>
        new(KubernetesFailure.Unreachable, $"The Kubernetes API server at {settings.Endpoint.GetLeftPart(UriPartial.Authority)} cannot be reached.", inner) { Cause = cause };
}

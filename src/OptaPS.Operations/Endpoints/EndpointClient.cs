using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OptaPS.Objects;

namespace OptaPS.Operations.Endpoints;

/// <summary>
/// An HTTP client for one endpoint. It may connect to another address than DNS gives for the host, and trusts the endpoint's own
/// certificates besides the system's; host name, dates and chain are always checked.
/// </summary>
internal static class EndpointClient
{
    public static HttpClient Create(ServiceEndpoint endpoint, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = (context, token) => ConnectAsync(endpoint, context.DnsEndPoint, token),
        };
        if (endpoint.CaCertificates is { } pem)
        {
            var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, TrustMode = X509ChainTrustMode.CustomRootTrust };
            policy.CustomTrustStore.ImportFromPem(pem);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        var client = new HttpClient(handler) { Timeout = timeout };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("OptaPS", "1"));
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(ServiceEndpoint endpoint, System.Net.DnsEndPoint asked, CancellationToken cancellationToken)
    {
        var (host, port) = (asked.Host, asked.Port);
        var colon = endpoint.ConnectTo.LastIndexOf(':');
        if (colon > 0)
            (host, port) = (endpoint.ConnectTo[..colon], int.Parse(endpoint.ConnectTo[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

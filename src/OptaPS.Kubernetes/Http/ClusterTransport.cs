using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using OptaPS.Kubernetes.Connections;

namespace OptaPS.Kubernetes.Http;

/// <summary>
/// The connections to one API server: a pool for requests, another for long streams (watches, logs), so that streams and GOAWAY do not starve
/// requests, and a third that speaks HTTP/1.1 for WebSockets.
/// </summary>
internal sealed class ClusterTransport : IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private readonly ConnectionSettings settings;
    private readonly ClusterDialer dialer;
    private readonly HttpMessageInvoker requests;
    private readonly HttpMessageInvoker streams;
    private readonly HttpMessageInvoker sockets;

    public ClusterTransport(ConnectionSettings settings, ClientEnvironment environment, TimeProvider time)
    {
        this.settings = settings;
        dialer = new(settings, environment.ConnectTimeout, time);
        requests = Pool([SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);
        streams = Pool([SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);
        sockets = Pool([SslApplicationProtocol.Http11]);
    }

    public Uri Endpoint => settings.Endpoint;

    /// <summary>Invoker for <see cref="System.Net.WebSockets.ClientWebSocket"/>.</summary>
    public HttpMessageInvoker Sockets => sockets;

    /// <summary>Sends once. Nothing is retried or translated here.</summary>
    public async Task<HttpResponseMessage> SendAsync(KubernetesRequest request, bool stream, bool refreshCredentials, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, AddressOf(request.PathAndQuery))
        {
            Version = Endpoint.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        foreach (var (name, value) in await HeadersAsync(refreshCredentials, cancellationToken))
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        return await (stream ? streams : requests).SendAsync(message, cancellationToken);
    }

    /// <summary>User agent, authorization and impersonation.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> HeadersAsync(bool refreshCredentials, CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>(settings.Headers.Count + 2) { new("User-Agent", "optaps") };
        if (await settings.Credentials.GetTokenAsync(refreshCredentials, cancellationToken) is { } token)
            headers.Add(new("Authorization", "Bearer " + token.Reveal()));
        headers.AddRange(settings.Headers);
        return headers;
    }

    /// <summary>The full address of a path; the endpoint may have a path of its own (Rancher, kubectl proxy).</summary>
    public Uri AddressOf(string pathAndQuery) => new(Endpoint.ToString().TrimEnd('/') + pathAndQuery);

    public void Dispose()
    {
        requests.Dispose();
        streams.Dispose();
        sockets.Dispose();
    }

    private HttpMessageInvoker Pool(List<SslApplicationProtocol> protocols) => new(new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellationToken) => dialer.ConnectAsync(protocols, cancellationToken),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        EnableMultipleHttp2Connections = true,
        MaxConnectionsPerServer = 64,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    });
}

using System.Net;
using System.Net.WebSockets;
using OptaPS.Kubernetes.Http;

namespace OptaPS.Kubernetes.Streams;

/// <summary>Opens WebSockets with the connection's trust and credentials.</summary>
internal static class WebSocketOpener
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public static async Task<WebSocket> OpenAsync(ClusterTransport transport, string pathAndQuery, IReadOnlyList<string> subprotocols, CancellationToken cancellationToken)
    {
        var path = pathAndQuery.Split('?')[0];
        var request = new KubernetesRequest(HttpMethod.Get, pathAndQuery) { Verb = "open" };
        for (var refresh = false; ; refresh = true)
        {
            var socket = new ClientWebSocket();
            try
            {
                socket.Options.HttpVersion = HttpVersion.Version11;
                socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
                socket.Options.KeepAliveInterval = KeepAlive;
                socket.Options.CollectHttpResponseDetails = true;
                foreach (var protocol in subprotocols)
                    socket.Options.AddSubProtocol(protocol);
                foreach (var (name, value) in await transport.HeadersAsync(refresh, cancellationToken))
                    socket.Options.SetRequestHeader(name, value);
                var address = new UriBuilder(transport.AddressOf(pathAndQuery));
                address.Scheme = address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws";
                await socket.ConnectAsync(address.Uri, transport.Sockets, cancellationToken);
                return socket;
            }
            catch (Exception exception) when (exception is WebSocketException or HttpRequestException)
            {
                var status = socket.HttpStatusCode;
                socket.Dispose();
                if (status == HttpStatusCode.Unauthorized && !refresh)
                    continue;
                if ((int)status == 0 && TransportFailure.Read(exception is WebSocketException { InnerException: { } inner } ? inner : exception, request, transport.Endpoint) is { } failure)
                    throw failure;
                throw new KubernetesException(Classify(status), $"The cluster did not open a stream at {path}.", exception)
                {
                    Status = (int)status,
                    Cause = (int)status == 0 ? exception.Message : $"HTTP {(int)status}",
                };
            }
            catch (Exception exception)
            {
                socket.Dispose();
                throw exception is OperationCanceledException ? exception : TransportFailure.Read(exception, request, transport.Endpoint) ?? exception;
            }
        }
    }

    private static KubernetesFailure Classify(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => KubernetesFailure.Unauthorized,
        HttpStatusCode.Forbidden => KubernetesFailure.Forbidden,
        HttpStatusCode.NotFound => KubernetesFailure.NotFound,
        HttpStatusCode.BadRequest => KubernetesFailure.Invalid,
        >= HttpStatusCode.InternalServerError => KubernetesFailure.Server,
        _ => KubernetesFailure.Protocol,
    };
}

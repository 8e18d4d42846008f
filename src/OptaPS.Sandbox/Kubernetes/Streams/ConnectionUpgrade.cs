using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OptaPS.Sandbox.Kubernetes.Api;
using OptaPS.Sandbox.Kubernetes.Errors;

namespace OptaPS.Sandbox.Kubernetes.Streams;

/// <summary>Changes a request into a two-way connection.</summary>
internal static class ConnectionUpgrade
{
    private const string Mark = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static bool IsWebSocket(ApiRequest request) => request.Http.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    public static bool IsSpdy(ApiRequest request) => request.Http.Request.Headers.Upgrade.ToString().StartsWith("SPDY/3.1", StringComparison.OrdinalIgnoreCase);

    /// <summary>Accepts the first of the client's protocols that the server speaks; null when there is none.</summary>
    public static async Task<(WebSocket Socket, string Protocol)?> WebSocketAsync(ApiRequest request, params IReadOnlyList<string> spoken)
    {
        var headers = request.Http.Request.Headers;
        var protocol = headers.SecWebSocketProtocol.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).FirstOrDefault(spoken.Contains);
        if (protocol is null)
            return null;
        var key = SHA1.HashData(Encoding.ASCII.GetBytes(headers.SecWebSocketKey.ToString() + Mark));
        var response = request.Http.Response;
        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = "websocket";
        response.Headers.SecWebSocketAccept = Convert.ToBase64String(key);
        response.Headers.SecWebSocketProtocol = protocol;
        var stream = await RawAsync(request);
        // The platform knows no protocol with a slash in its name, so the socket is not told.
        return (WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.FromSeconds(30) }), protocol);
    }

    public static async Task<Stream> SpdyAsync(ApiRequest request, params IReadOnlyList<string> spoken)
    {
        var offered = request.Http.Request.Headers["X-Stream-Protocol-Version"].SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        var protocol = spoken.FirstOrDefault(offered.Contains) ?? (offered.Count == 0 ? spoken[0] : throw new ApiException(403, "Forbidden", $"unable to upgrade: server does not support any of the requested protocols {string.Join(", ", offered)}"));
        var response = request.Http.Response;
        response.Headers.Connection = "Upgrade";
        response.Headers.Upgrade = "SPDY/3.1";
        response.Headers["X-Stream-Protocol-Version"] = protocol;
        return await RawAsync(request);
    }

    private static Task<Stream> RawAsync(ApiRequest request)
    {
        request.Http.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        return request.Http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature
            ? feature.UpgradeAsync() : throw ApiErrors.BadRequest("Upgrade request required");
    }
}

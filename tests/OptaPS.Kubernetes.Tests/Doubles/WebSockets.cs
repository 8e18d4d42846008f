using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace OptaPS.Kubernetes.Tests.Doubles;

/// <summary>Accepts WebSockets on a test server.</summary>
internal static class WebSockets
{
    public static TestReply Accept(TestRequest request, string protocol, Func<WebSocket, CancellationToken, Task> serve)
    {
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(request.Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
        return new(101, "")
        {
            Headers = new() { ["Upgrade"] = "websocket", ["Connection"] = "Upgrade", ["Sec-WebSocket-Accept"] = accept, ["Sec-WebSocket-Protocol"] = protocol },
            Stream = async (stream, token) =>
            {
                using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
                await serve(socket, token);
                if (socket.State == WebSocketState.Open)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, token);
            },
        };
    }

    public static Task SendAsync(this WebSocket socket, byte channel, string text, CancellationToken token) =>
        socket.SendAsync(new byte[] { channel }.Concat(Encoding.UTF8.GetBytes(text)).ToArray(), WebSocketMessageType.Binary, true, token);

    public static async Task<byte[]?> ReceiveAsync(this WebSocket socket, CancellationToken token)
    {
        var buffer = new byte[64 * 1024];
        var result = await socket.ReceiveAsync(buffer, token);
        return result.MessageType == WebSocketMessageType.Close ? null : buffer[..result.Count];
    }
}

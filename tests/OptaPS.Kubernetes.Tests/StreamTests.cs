using System.Net.Sockets;
using System.Text;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Streams;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests;

public sealed class StreamTests
{
    [Theory]
    [InlineData("v5.channel.k8s.io")]
    [InlineData("v4.channel.k8s.io")]
    public async Task Exec_InputOutputErrorsAndExitCode_AreCarried(string protocol)
    {
        await using var server = new TestServer(request => WebSockets.Accept(request, protocol, async (socket, token) =>
        {
            var input = new StringBuilder();
            while (input.Length < 5 && await socket.ReceiveAsync(token) is { } message)
                input.Append(Encoding.UTF8.GetString(message[1..]));
            await socket.SendAsync(1, "out:" + input, token);
            await socket.SendAsync(2, "err", token);
            await socket.SendAsync(3, """{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}""", token);
        }));
        await using var client = Clients.Of(server);
        var (output, errors) = (new MemoryStream(), new MemoryStream());
        var code = await new PodExec(client).RunAsync(new("hello", "app", ["cat", "a b"]) { Input = new MemoryStream("hello"u8.ToArray()), Output = output, Errors = errors, Container = "c" }, default);
        Assert.Equal(7, code);
        Assert.Equal("out:hello", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Equal("err", Encoding.UTF8.GetString(errors.ToArray()));
        var request = server.Requests.Single();
        Assert.Equal("/api/v1/namespaces/hello/pods/app/exec", request.Path);
        Assert.Equal("cat|a b", request.Query["command"]);
        Assert.Equal("Bearer secret-token", request.Headers["Authorization"]);
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", request.Headers["Sec-WebSocket-Protocol"].Replace(",v4", ", v4"));
    }

    [Fact]
    public async Task Exec_Success_IsZeroAndBrokenStreamIsAnError()
    {
        var cut = false;
        await using var server = new TestServer(request => WebSockets.Accept(request, "v5.channel.k8s.io", async (socket, token) =>
        {
            await socket.SendAsync(1, "part", token);
            if (!cut)
                await socket.SendAsync(3, """{"status":"Success"}""", token);
        }));
        await using var client = Clients.Of(server);
        Assert.Equal(0, await new PodExec(client).RunAsync(new("hello", "app", ["true"]), default));
        cut = true;
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => new PodExec(client).RunAsync(new("hello", "app", ["true"]), default));
        Assert.Equal(KubernetesFailure.ConnectionLost, exception.Failure);
    }

    [Theory]
    [InlineData("v5.channel.k8s.io", "00-68-69 FF-00")]
    [InlineData("v4.channel.k8s.io", "00-68-69")]
    public async Task Exec_EndOfInput_IsSignalledWhereTheProtocolCan(string protocol, string expected)
    {
        var received = new List<string>();
        await using var server = new TestServer(request => WebSockets.Accept(request, protocol, async (socket, token) =>
        {
            while (received.Count < expected.Split(' ').Length && await socket.ReceiveAsync(token) is { } message)
                received.Add(BitConverter.ToString(message));
            await socket.SendAsync(3, """{"status":"Success"}""", token);
        }));
        await using var client = Clients.Of(server);
        Assert.Equal(0, await new PodExec(client).RunAsync(new("hello", "app", ["cat"]) { Input = new MemoryStream("hi"u8.ToArray()) }, default));
        Assert.Equal(expected, string.Join(' ', received));
    }

    [Fact]
    public async Task Exec_FragmentsEmptyMessagesAndClosedChannels_AreNoData()
    {
        await using var server = new TestServer(request => WebSockets.Accept(request, "v5.channel.k8s.io", async (socket, token) =>
        {
            // Servers open each channel with an empty message, may cut a message into frames, and say which channels end.
            foreach (byte channel in (byte[])[1, 2, 3])
                await socket.SendAsync(new byte[] { channel }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(new byte[] { 1, (byte)'a' }, System.Net.WebSockets.WebSocketMessageType.Binary, false, token);
            await socket.SendAsync(new byte[] { 1, (byte)'b' }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(new byte[] { 255, 1 }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(new byte[] { 255, 2 }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(3, """{"status":"Failure","reason":"InternalError","message":"container not running"}""", token);
        }));
        await using var client = Clients.Of(server);
        var output = new MemoryStream();
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => new PodExec(client).RunAsync(new("hello", "app", ["x"]) { Output = output }, default));
        Assert.Equal("a\u0001b", Encoding.UTF8.GetString(output.ToArray()));
        Assert.Contains("container not running", exception.Message + exception.Cause);
    }

    [Fact]
    public async Task Exec_Forbidden_IsClear()
    {
        await using var server = new TestServer(_ => TestReply.StatusOf(403, "Forbidden", "no"));
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => new PodExec(client).RunAsync(new("hello", "app", ["true"]), default));
        Assert.Equal(KubernetesFailure.Forbidden, exception.Failure);
    }

    [Fact]
    public async Task PortForward_BytesGoBothWays()
    {
        await using var server = new TestServer(request => WebSockets.Accept(request, "v4.channel.k8s.io", async (socket, token) =>
        {
            await socket.SendAsync(new byte[] { 0, 80, 0 }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(new byte[] { 1, 80, 0 }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            var message = await socket.ReceiveAsync(token);
            await socket.SendAsync(0, "echo " + Encoding.UTF8.GetString(message![1..]), token);
        }));
        await using var client = Clients.Of(server);
        await using var forward = new PortForward(client, "hello", "app", 80);
        using var local = new TcpClient();
        await local.ConnectAsync("127.0.0.1", forward.LocalPort);
        var stream = local.GetStream();
        await stream.WriteAsync("ping"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.Equal("echo ping", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task PortForward_RefusedPort_IsReported()
    {
        await using var server = new TestServer(request => WebSockets.Accept(request, "v4.channel.k8s.io", async (socket, token) =>
        {
            await socket.SendAsync(new byte[] { 1, 80, 0 }, System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
            await socket.SendAsync(1, "connection refused", token);
            await socket.ReceiveAsync(token);
        }));
        await using var client = Clients.Of(server);
        var reported = new TaskCompletionSource<KubernetesException>();
        await using var forward = new PortForward(client, "hello", "app", 80, onError: exception => reported.TrySetResult(exception));
        using var local = new TcpClient();
        await local.ConnectAsync("127.0.0.1", forward.LocalPort);
        Assert.Equal("connection refused", (await reported.Task.WaitAsync(TimeSpan.FromSeconds(60))).Cause);
    }

    [Fact]
    public async Task Copy_BothWays_CarriesFilesAndRefusesEscapes()
    {
        var folder = Directory.CreateTempSubdirectory("copy").FullName;
        try
        {
            var received = new MemoryStream();
            var archive = new MemoryStream();
            await using var server = new TestServer(request => WebSockets.Accept(request, "v5.channel.k8s.io", async (socket, token) =>
            {
                if (request.Query["command"].StartsWith("tar|cf"))
                    await socket.SendAsync(new byte[] { 1 }.Concat(archive.ToArray()).ToArray(), System.Net.WebSockets.WebSocketMessageType.Binary, true, token);
                else
                    while (await socket.ReceiveAsync(token) is { } message && message[0] != 255)
                        received.Write(message.AsSpan(1));
                await socket.SendAsync(3, """{"status":"Success"}""", token);
            }));
            await using var client = Clients.Of(server);
            var pod = new ExecRequest("hello", "app", []);
            Directory.CreateDirectory(Path.Combine(folder, "in", "sub"));
            File.WriteAllText(Path.Combine(folder, "in", "sub", "a.txt"), "content");
            await new PodFiles(client).CopyToAsync(pod, Path.Combine(folder, "in"), "/tmp", default);
            Assert.Equal("tar|xmf|-|-C|/tmp", server.Requests.Last().Query["command"]);
            archive.Write(received.ToArray());
            Assert.Equal(["in/sub/a.txt"], await new PodFiles(client).CopyFromAsync(pod, "/data/in/", Path.Combine(folder, "out"), default));
            Assert.Equal("tar|cf|-|-C|/data|in", server.Requests.Last().Query["command"]);
            Assert.Equal("content", File.ReadAllText(Path.Combine(folder, "out", "in", "sub", "a.txt")));

            archive.SetLength(0);
            await using (var writer = new System.Formats.Tar.TarWriter(archive, leaveOpen: true))
                await writer.WriteEntryAsync(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "../escape") { DataStream = new MemoryStream([1]) });
            var exception = await Assert.ThrowsAsync<OptaPS.Diagnostics.OptaException>(() => new PodFiles(client).CopyFromAsync(pod, "/data/x", Path.Combine(folder, "out"), default));
            Assert.Equal("OPTA4060", exception.Diagnostics[0].Code);
            Assert.False(File.Exists(Path.Combine(folder, "escape")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox;
using OptaPS.Secrets;
using OptaPS.Targets;

namespace OptaPS.Modules.Tests;

/// <summary>A sandbox in this process, with a data folder of its own.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly Task<int> server;

    private RunningSandbox(DirectoryInfo folder, CancellationTokenSource stop, Task<int> server, JsonObject description)
    {
        Folder = folder;
        this.stop = stop;
        this.server = server;
        Endpoints = new EndpointSet("sandbox:test")
        {
            World = description["world"]!.GetValue<string>(),
            CaCertificates = description["caCertificates"]!.GetValue<string>(),
            AwsCredentials = new AwsCredentialPair(
                description["aws"]!["accessKeyId"]!.GetValue<string>(), new Secret(description["aws"]!["secretAccessKey"]!.GetValue<string>())),
            Services = description["services"]!.AsObject().ToDictionary(service => service.Key, service => new Uri(service.Value!.GetValue<string>()), StringComparer.Ordinal),
        };
    }

    public DirectoryInfo Folder { get; }

    public EndpointSet Endpoints { get; }

    public static async Task<RunningSandbox> StartAsync(double timeScale)
    {
        var folder = Directory.CreateTempSubdirectory("opta-sandbox-");
        var end = new CancellationTokenSource();
        var output = new ReadyWriter();
        var running = Task.Run(() => SandboxServer.RunAsync(new SandboxServerOptions(folder.FullName) { TimeScale = timeScale }, output, end.Token));
        await Task.WhenAny(output.Ready, running);
        var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "sandbox.json")))!.AsObject();
        return new RunningSandbox(folder, end, running, description);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await server;
        stop.Dispose();
        Folder.Delete(recursive: true);
    }

    private sealed class ReadyWriter : StringWriter
    {
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => ready.Task;

        public override Task WriteLineAsync(string? value)
        {
            ready.TrySetResult();
            return Task.CompletedTask;
        }
    }
}

using System.Text.Json.Nodes;
using OptaPS.Cli.Commands;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Operations;
using OptaPS.Requests;

namespace OptaPS.Cli.Demo;

/// <summary>A sandbox, files and a home folder of the demo's own.</summary>
internal sealed class DemoWorld(Front front, string folder) : IAsyncDisposable
{
    private const string Environment = """
        name: staging
        org_name: acme
        providers:
          aws:
            region: us-east-1
            account_id: 000000000000
        modules:
          - type: base
          - type: k8s-cluster
          - type: k8s-base
        """;

    private const string Service = """
        name: hello
        environments:
          - name: staging
            path: env-aws.yaml
        modules:
          - type: k8s-service
            name: app
            port:
              http: 80
            image: IMAGE
            healthcheck_path: /
            public_uri: "/hello"
            min_containers: REPLICAS
        """;

    private readonly OperationRunner runner = new();

    /// <summary>The environment file.</summary>
    public string EnvironmentFile { get; } = Path.Combine(folder, "env-aws.yaml");

    /// <summary>The service file.</summary>
    public string ServiceFile { get; } = Path.Combine(folder, "hello.yaml");

    /// <summary>The raw observer; null before the sandbox runs.</summary>
    public RawWorld? Raw { get; private set; }

    private OperationTarget Target => Front.Target("demo") with { HomeFolder = Path.Combine(folder, "home"), WorkingFolder = folder };

    /// <summary>Writes the environment file and starts the sandbox process.</summary>
    public async Task<string> StartAsync()
    {
        await File.WriteAllTextAsync(EnvironmentFile, Environment + "\n", front.Stop);
        var sandbox = await RunAsync(t => new StartSandboxRequest(t, [.. ProgramCommand.Self, "sandbox", "serve"]) { TimeScale = 60 });
        var description = await File.ReadAllTextAsync(Path.Combine(sandbox.DataFolder, "data", "sandbox.json"), front.Stop);
        Raw = new RawWorld(JsonNode.Parse(description)!);
        return $"process {sandbox.ProcessId} at {sandbox.Uri}";
    }

    /// <summary>Writes the service file.</summary>
    public Task WriteServiceAsync(string image, int replicas) => File.WriteAllTextAsync(
        ServiceFile,
        Service.Replace("IMAGE", image, StringComparison.Ordinal).Replace("REPLICAS", $"{replicas}", StringComparison.Ordinal) + "\n",
        front.Stop);

    /// <summary>Runs an operation against the demo's sandbox.</summary>
    public Task<TResult> RunAsync<TResult>(Func<OperationTarget, IOperationRequest<TResult>> request) =>
        runner.RunAsync(request(Target), new QuietSink(front.Error), front.Stop);

    /// <summary>Stops the sandbox process.</summary>
    public async Task StopAsync()
    {
        if (Raw is not null)
            await runner.RunAsync(new StopSandboxRequest(Target), new QuietSink(front.Error), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Raw?.Dispose();
        await runner.DisposeAsync();
    }
}

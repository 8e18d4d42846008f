using System.Diagnostics;
using System.Text;
using OptaPS.Testing;

namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>A kubectl with a cluster of its own, in a folder of its own.</summary>
internal sealed class KubectlSession : IAsyncDisposable
{
    public const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: web
                image: nginx:1
                ports: [{containerPort: 8080}]
                env: [{name: MODE, value: blue}]
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """;

    private readonly TestCluster cluster;
    private readonly string binary;
    private readonly string folder = Directory.CreateTempSubdirectory("opta-kubectl-").FullName;

    private KubectlSession(TestCluster cluster, string binary) => (this.cluster, this.binary) = (cluster, binary);

    /// <summary>Forces SPDY where this kubectl would speak WebSocket.</summary>
    public bool OnlySpdy { get; init; }

    public static async Task<KubectlSession> StartAsync(string? version, bool onlySpdy = false)
    {
        var plain = RequiredProgram.Find("kubectl");
        var real = System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(plain, returnFinalTarget: true)?.FullName ?? plain)!;
        var chosen = version is null ? plain : System.IO.Path.Combine(real, version.StartsWith('/') ? version : "kubectl." + version);
        if (!File.Exists(chosen))
            RequiredProgram.Missing("kubectl-" + version, $"no kubectl.{version} lies beside kubectl");
        var session = new KubectlSession(await TestCluster.StartAsync(), chosen) { OnlySpdy = onlySpdy };
        await File.WriteAllTextAsync(session.Path("config"), $$$"""
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "{{{session.cluster.Address.Endpoint}}}", certificate-authority-data: {{{Encode(session.cluster.Address.CaCertificatePem)}}} }}]
            users: [{name: a, user: {client-certificate-data: {{{Encode(session.cluster.Address.AdminCertificatePem)}}}, client-key-data: {{{Encode(session.cluster.Address.AdminKeyPem)}}} }}]
            contexts: [{name: c, context: {cluster: c, user: a}}]
            """);
        return session;
    }

    public string Path(string name) => System.IO.Path.Combine(folder, name);

    public async Task DeployAsync()
    {
        await File.WriteAllTextAsync(Path("web.yaml"), Web);
        await OkAsync("apply", "-f", "web.yaml");
        await OkAsync("wait", "--for=condition=Available", "deploy/web", "--timeout=60s");
    }

    public Task<string> OkAsync(params string[] arguments) => RunAsync("", 0, arguments);

    public Process Start(params string[] arguments) => StartProgram(binary, arguments);

    /// <summary>kubectl with a terminal of its own.</summary>
    public Process StartInTerminal(string arguments) => StartProgram(RequiredProgram.Find("script"), ["-qefc", $"{binary} {arguments}", "/dev/null"]);

    private Process StartProgram(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Path("config");
        start.Environment["HOME"] = folder;
        if (OnlySpdy)
            start.Environment["KUBECTL_REMOTE_COMMAND_WEBSOCKETS"] = start.Environment["KUBECTL_PORT_FORWARD_WEBSOCKETS"] = "false";
        return Process.Start(start)!;
    }

    /// <summary>What the command printed: standard output, and standard error where it had to fail.</summary>
    public async Task<string> RunAsync(string input, int exit, params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == exit, $"kubectl {string.Join(' ', arguments)}: exit {process.ExitCode}\n{await output}\n{await error}");
        return exit == 0 ? await output : await output + await error;
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

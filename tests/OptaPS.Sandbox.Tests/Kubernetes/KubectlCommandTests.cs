using System.Diagnostics;
using System.Text;
using OptaPS.Testing;

namespace OptaPS.Sandbox.Tests.Kubernetes;

/// <summary>kubectl as it is installed, and older ones that lie beside it, against simulated pods.</summary>
public class KubectlCommandTests
{
    private const string Web = """
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

    [SkippableTheory]
    [InlineData("1.30")]
    [InlineData("1.33")]
    public async Task ExecCopyAndLogs_ReachThePod(string version)
    {
        await using var session = await Session.StartAsync(version);
        await session.DeployAsync();
        var pod = (await session.OkAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].metadata.name}")).Trim();

        Assert.Equal("blue\n", await session.OkAsync("exec", pod, "--", "sh", "-c", "echo $MODE"));
        Assert.Equal(pod + "\n", await session.OkAsync("exec", pod, "-c", "web", "--", "hostname"));
        Assert.Equal("typed", await session.RunAsync("typed", 0, "exec", "-i", pod, "--", "cat"));
        Assert.Contains("exit code 3", await session.RunAsync("", 3, "exec", pod, "--", "sh", "-c", "exit 3"));
        Assert.Contains("executable file not found", await session.RunAsync("", 1, "exec", pod, "--", "nothing-here"));

        await File.WriteAllTextAsync(session.Path("up.txt"), "over the wire\n");
        await session.OkAsync("cp", "up.txt", pod + ":/tmp/up.txt");
        Assert.Equal("over the wire\n", await session.OkAsync("exec", pod, "--", "cat", "/tmp/up.txt"));
        await session.OkAsync("cp", pod + ":/tmp/up.txt", "down.txt");
        Assert.Equal("over the wire\n", await File.ReadAllTextAsync(session.Path("down.txt")));

        Assert.Contains("listening on port 8080", await session.OkAsync("logs", pod));
    }

    [SkippableFact]
    public async Task EverydayCommands_Work()
    {
        await using var session = await Session.StartAsync(null);
        await session.DeployAsync();
        Assert.Contains("condition met", await session.OkAsync("wait", "--for=condition=Available", "deploy/web", "--timeout=30s"));
        Assert.Contains("successfully rolled out", await session.OkAsync("rollout", "status", "deploy/web", "--timeout=30s"));
        Assert.Contains("autoscaled", await session.OkAsync("autoscale", "deploy", "web", "--min=2", "--max=4", "--cpu-percent=80"));
        Assert.Contains("FIELD: type", await session.OkAsync("explain", "deployment.spec.strategy.type"));

        await File.WriteAllTextAsync(session.Path("web2.yaml"), Web.Replace("nginx:1", "nginx:2", StringComparison.Ordinal));
        Assert.Matches(@"\+ +- image: nginx:2|\+ +image: nginx:2", await session.RunAsync("", 1, "diff", "-f", "web2.yaml"));

        await File.WriteAllTextAsync(session.Path("two.yaml"), Config("a") + "---\n" + Config("b"));
        await session.OkAsync("apply", "-f", "two.yaml", "--prune", "-l", "set=x", "--prune-allowlist=core/v1/ConfigMap");
        await File.WriteAllTextAsync(session.Path("one.yaml"), Config("a"));
        Assert.Contains("configmap/b pruned", await session.OkAsync("apply", "-f", "one.yaml", "--prune", "-l", "set=x", "--prune-allowlist=core/v1/ConfigMap"));

        var node = (await session.OkAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].spec.nodeName}")).Trim();
        Assert.Contains("drained", await session.OkAsync("drain", node, "--ignore-daemonsets", "--timeout=60s"));
        Assert.Contains("uncordoned", await session.OkAsync("uncordon", node));

        using var watch = session.Start("get", "configmaps", "-w", "-o", "name", "--watch-only");
        await Task.Delay(1500);
        await session.OkAsync("create", "configmap", "seen");
        Assert.Equal("configmap/seen", await watch.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
        watch.Kill();
        await watch.WaitForExitAsync();
    }

    [SkippableFact]
    public async Task Top_ShowsWhatIsScriptedOnceAMetricsServerIsReady()
    {
        await using var session = await Session.StartAsync(null);
        await session.DeployAsync();
        Assert.Contains("Metrics API not available", await session.RunAsync("", 1, "top", "pods"));
        await File.WriteAllTextAsync(session.Path("metrics.yaml"), """
            apiVersion: v1
            kind: Service
            metadata: {name: metrics-server}
            spec: {selector: {app: web}, ports: [{port: 443, targetPort: 8080, name: https}]}
            ---
            apiVersion: apiregistration.k8s.io/v1
            kind: APIService
            metadata: {name: v1beta1.metrics.k8s.io}
            spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: metrics-server, namespace: default}}
            """);
        await session.OkAsync("apply", "-f", "metrics.yaml");
        await session.OkAsync("wait", "--for=condition=Available", "apiservice/v1beta1.metrics.k8s.io", "--timeout=30s");
        var top = await session.OkAsync("top", "pods");
        Assert.Matches(@"web-\S+ +50m +32Mi", top);
        Assert.Contains("%", await session.OkAsync("top", "nodes"));
    }

    private static string Config(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, labels: {{set: x}}}}\ndata: {{k: v}}\n";

    private sealed class Session : IAsyncDisposable
    {
        private readonly TestCluster cluster;
        private readonly string binary;
        private readonly string folder = Directory.CreateTempSubdirectory("opta-kubectl-").FullName;

        private Session(TestCluster cluster, string binary) => (this.cluster, this.binary) = (cluster, binary);

        public static async Task<Session> StartAsync(string? version)
        {
            var plain = RequiredProgram.Find("kubectl");
            var real = System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(plain, returnFinalTarget: true)?.FullName ?? plain)!;
            var chosen = version is null ? plain : System.IO.Path.Combine(real, "kubectl." + version);
            if (!File.Exists(chosen))
                RequiredProgram.Missing("kubectl-" + version, $"no kubectl.{version} lies beside kubectl");
            var session = new Session(await TestCluster.StartAsync(), chosen);
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

        public Process Start(params string[] arguments)
        {
            var start = new ProcessStartInfo(binary, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["KUBECONFIG"] = Path("config");
            start.Environment["HOME"] = folder;
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
}

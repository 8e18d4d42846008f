using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Evidence;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Streams;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>Workloads on the sandbox's controllers and simulated pods.</summary>
public sealed class WorkloadTests(SandboxCluster cluster) : IClassFixture<SandboxCluster>, IAsyncLifetime
{
    private static readonly Ownership Owner = new("acme", "staging", "staging/work");
    private readonly KubernetesClientFactory factory = new([], new ClientEnvironment(), TimeProvider.System);
    private readonly string name = "w" + Guid.NewGuid().ToString("N")[..8];
    private IKubernetesClient client = null!;
    private KubernetesResourceProvider provider = null!;

    private JsonObject Connection => ClusterConnection.FromKubeconfig(cluster.Kubeconfig, null).ToJson();

    public async Task InitializeAsync()
    {
        client = await factory.GetAsync(Connection, default);
        provider = new(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50), Readiness = TimeSpan.FromSeconds(20), PodPatience = TimeSpan.FromSeconds(1) });
        await client.ApplyAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME"}}"""), new(), default);
    }

    public async Task DisposeAsync()
    {
        await client.DeleteAsync(ObjectKey.Of("v1", "Namespace", null, name), new(), default);
        await factory.DisposeAsync();
    }

    private JsonObject Parse(string json) => Clients.Parse(json.Replace("NAME", name));

    private JsonObject Workload(string image, int replicas = 2) => Parse($$"""
        {"metadata":{"name":"app","namespace":"NAME"},"spec":{"replicas":{{replicas}},"selector":{"matchLabels":{"app":"app"} },"template":{"metadata":{"labels":{"app":"app"} },
         "spec":{"containers":[{"name":"app","image":"{{image}}","ports":[{"containerPort":80}],"readinessProbe":{"httpGet":{"path":"/","port":80} } }]} } } }
        """);

    private async Task<OperationProgress> RunAsync(string type, JsonObject desired)
    {
        var progress = await provider.CreateAsync(new("m/app", type, Owner, Connection, desired, "t"), default);
        for (var i = 0; i < 500 && progress.Status == OperationStatus.Pending; i++)
        {
            await Task.Delay(50);
            progress = await provider.PollAsync(new("m/app", type, Owner, Connection, progress.Handle!, progress.Identifier, desired), default);
        }

        return progress;
    }

    [Fact]
    public async Task Pod_CommandsFilesTerminalAndPorts_AreReached()
    {
        await RunAsync("apps/v1/Deployment", Workload("ghcr.io/acme/hello:1.0", 1));
        var pod = (await client.ListAsync(new(new("", "v1", "Pod"), name) { LabelSelector = "app=app" }, default).SingleAsync()).GetName()!;
        var (output, errors) = (new MemoryStream(), new MemoryStream());
        var code = await new PodExec(client).RunAsync(new(name, pod, ["sh", "-c", "cat; ls /missing; exit 6"]) { Input = new MemoryStream("typed"u8.ToArray()), Output = output, Errors = errors }, default);
        Assert.Equal((6, "typed"), (code, Encoding.UTF8.GetString(output.ToArray())));
        Assert.Contains("No such file", Encoding.UTF8.GetString(errors.ToArray()));

        var screen = new MemoryStream();
        Assert.Equal(3, await new PodExec(client).RunAsync(new(name, pod, ["sh"]) { Terminal = true, Input = new MemoryStream("hostname\rexit 3\r"u8.ToArray()), Output = screen }, default));
        Assert.Contains($"{pod}\r\n/ # ", Encoding.UTF8.GetString(screen.ToArray()));

        var folder = Directory.CreateTempSubdirectory("opta-files").FullName;
        try
        {
            var content = new byte[200_000];
            new Random(3).NextBytes(content);
            await File.WriteAllBytesAsync(Path.Combine(folder, "up.bin"), content);
            var files = new PodFiles(client);
            await files.CopyToAsync(new(name, pod, []), Path.Combine(folder, "up.bin"), "/tmp", default);
            Assert.Equal(["up.bin"], await files.CopyFromAsync(new(name, pod, []), "/tmp/up.bin", Path.Combine(folder, "down"), default));
            Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(folder, "down", "up.bin")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        await using var forward = new PortForward(client, name, pod, 80);
        using var web = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{forward.LocalPort}/") };
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 5).Select(i => web.GetStringAsync(new Uri($"/{i}", UriKind.Relative)))), answer => Assert.Contains(pod, answer));
        var refused = new TaskCompletionSource<KubernetesException>();
        await using var none = new PortForward(client, name, pod, 9, onError: exception => refused.TrySetResult(exception));
        using var other = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => other.GetAsync(new Uri($"http://127.0.0.1:{none.LocalPort}/")));
        Assert.Contains("connection refused", (await refused.Task.WaitAsync(TimeSpan.FromSeconds(60))).Cause);
    }

    [Fact]
    public async Task Deployment_GoodImage_BecomesReadyAndItsPodsHaveLogs()
    {
        Assert.Equal(OperationStatus.Done, (await RunAsync("apps/v1/Deployment", Workload("ghcr.io/acme/hello:1.0"))).Status);
        var pods = await client.ListAsync(new(new("", "v1", "Pod"), name) { LabelSelector = "app=app" }, default).ToListAsync();
        Assert.Equal(2, pods.Count);
        var lines = await new LogMerger(client, TimeProvider.System).ReadAsync([.. pods.Select(pod => new LogQuery(name, pod.GetName()) { TailLines = 5 })], default).ToListAsync();
        Assert.NotEmpty(lines);
        Assert.Equal(lines.Select(line => line.Time).Order(), lines.Select(line => line.Time));
        Assert.Contains(await EventReader.ReadAsync(client, pods[0], default), item => item.Text("reason") is "Scheduled" or "Started");
    }

    [Theory]
    [InlineData("ghcr.io/acme/does-not-exist:1", "ImagePull", "Event Pod")]
    [InlineData("ghcr.io/acme/crash-loop:1", "CrashLoopBackOff", "exit code")]
    public async Task Deployment_BrokenImage_FailsWithEvidenceThenAGoodOneMendsIt(string image, string cause, string evidence)
    {
        var failed = await RunAsync("apps/v1/Deployment", Workload(image));
        Assert.Equal(OperationStatus.Failed, failed.Status);
        Assert.Equal("OPTA4041", failed.Failure!.Diagnostic.Code);
        Assert.Contains(cause, failed.Failure.Diagnostic.Cause);
        Assert.Contains(failed.Failure.Diagnostic.Evidence, line => line.Contains(evidence));
        Assert.Equal(OperationStatus.Done, (await RunAsync("apps/v1/Deployment", Workload("ghcr.io/acme/hello:1.0"))).Status);
    }

    [Theory]
    [InlineData("apps/v1/StatefulSet")]
    [InlineData("apps/v1/DaemonSet")]
    public async Task OtherWorkloads_BecomeReadyAndGoAwayCompletely(string type)
    {
        var desired = Workload("ghcr.io/acme/hello:1.0");
        if (type.EndsWith("DaemonSet"))
            desired["spec"]!.AsObject().Remove("replicas");
        else
            desired["spec"]!["serviceName"] = "app";
        var done = await RunAsync(type, desired);
        Assert.True(done.Status == OperationStatus.Done, done.Failure?.Diagnostic.ToString());
        var gone = await provider.DeleteAsync(new("m/app", type, Owner, Connection, done.Identifier!, desired, "t"), default);
        for (var i = 0; i < 400 && gone.Status == OperationStatus.Pending; i++)
        {
            await Task.Delay(50);
            gone = await provider.PollAsync(new("m/app", type, Owner, Connection, gone.Handle!, done.Identifier, null), default);
        }

        Assert.Equal(OperationStatus.Done, gone.Status);
        Assert.Empty(await client.ListAsync(new(new("", "v1", "Pod"), name), default).ToListAsync());
    }

    [Fact]
    public async Task Job_Completes()
    {
        var job = Parse("""{"metadata":{"name":"job","namespace":"NAME"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"ghcr.io/acme/task:1"}]}}}}""");
        Assert.Equal(OperationStatus.Done, (await RunAsync("batch/v1/Job", job)).Status);
    }

    [Fact]
    public async Task Eviction_BudgetThatForbidsIt_IsThrottledWithoutRepeats()
    {
        Assert.Equal(OperationStatus.Done, (await RunAsync("apps/v1/Deployment", Workload("ghcr.io/acme/hello:1.0", 1))).Status);
        var budget = ObjectKey.Of("policy/v1", "PodDisruptionBudget", name, "app");
        await client.ApplyAsync(Parse("""{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"app","namespace":"NAME"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"app"}}}}"""), new(), default);
        for (var i = 0; i < 200 && (await client.GetAsync(budget, default))!["status"].Number("currentHealthy") != 1; i++)
            await Task.Delay(50);
        var pod = (await client.ListAsync(new(new("", "v1", "Pod"), name), default).ToListAsync())[0].GetName();
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.EvictAsync(name, pod, null, default));
        Assert.Equal(KubernetesFailure.Throttled, exception.Failure);
        await client.DeleteAsync(budget, new(), default);
        Assert.True(await client.EvictAsync(name, pod, 0, default));
        Assert.False(await client.EvictAsync(name, "nobody", null, default));
    }
}

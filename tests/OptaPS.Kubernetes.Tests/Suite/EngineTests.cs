using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State.Local;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>A layer of Kubernetes objects through the engine: apply, no change, change, broken and mended, destroy; counted by the server's own log.</summary>
public sealed class EngineTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("opta-kube-engine").FullName;
    private readonly ClusterHost host = new();
    private readonly Log log = new();
    private readonly KubernetesClientFactory factory = new([], new ClientEnvironment(), TimeProvider.System);
    private JsonObject connection = [];
    private LayerEngine engine = null!;

    public async Task InitializeAsync()
    {
        var address = await host.StartAsync(new ClusterSpec("engine", "engine", "1.33", Path.Combine(folder, "data"), null)
        {
            InitialNodes = new Dictionary<string, int> { ["default"] = 2 },
            Clock = new ScaledClock(20),
            RequestLog = log,
        }, default);
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, address.AdminKubeconfig());
        connection = ClusterConnection.FromKubeconfig(kubeconfig, null).ToJson();
        var provider = new KubernetesResourceProvider(factory, TimeProvider.System, new() { Pause = TimeSpan.FromMilliseconds(50), PodPatience = TimeSpan.FromSeconds(1) });
        engine = new([provider], new LocalFolderBackend(Path.Combine(folder, "state"), TimeProvider.System), new() { KeyWrapper = new KeyFileWrapper(Path.Combine(folder, "key")) });
    }

    public async Task DisposeAsync()
    {
        await factory.DisposeAsync();
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private ResourceNode Node(string address, string type, string json, params string[] after) =>
        new(address, new("kubernetes", type), Clients.Parse(json)) { Connection = (JsonObject)connection.DeepClone(), DependsOn = after };

    private ResourceGraph Graph(string image, int replicas)
    {
        var account = Node("app/account", "v1/ServiceAccount", """{"metadata":{"name":"app","namespace":"hello"}}""", "app/namespace");
        var config = Node("app/config", "v1/ConfigMap", """{"metadata":{"name":"app","namespace":"hello"},"data":{"color":"blue"}}""", "app/namespace");
        config.Desired["data"]!["account"] = Expression.Reference("app/account", "metadata/uid");
        return new("staging/hello")
        {
            Owner = new("acme", "staging", "staging/hello"),
            Resources =
            [
                Node("app/namespace", "v1/Namespace", """{"metadata":{"name":"hello"}}"""),
                account,
                config,
                Node("app/secret", "v1/Secret", """{"metadata":{"name":"app","namespace":"hello"},"stringData":{"password":"hunter2"}}""", "app/namespace"),
                Node("app/deployment", "apps/v1/Deployment", $$"""
                    {"metadata":{"name":"app","namespace":"hello"},"spec":{"replicas":{{replicas}},"selector":{"matchLabels":{"app":"app"} },"template":{"metadata":{"labels":{"app":"app"} },
                     "spec":{"containers":[{"name":"app","image":"{{image}}","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1000m","memory":"0.5Gi"} } }]} } } }
                    """, "app/config", "app/secret"),
            ],
        };
    }

    private async Task<ApplyResult> ApplyAsync(string image = "ghcr.io/acme/hello:1.0", int replicas = 1) => await engine.ApplyAsync(await engine.PlanAsync(Graph(image, replicas)));

    [Fact]
    public async Task Layer_WholeLife_OnlyTheExpectedRequestsChangeAnything()
    {
        Assert.Empty(engine.Validate(Graph("x", 1)));
        var first = await ApplyAsync();
        Assert.True(first.Status == ApplyStatus.Done, string.Join("\n", first.Failures));
        Assert.Equal(5, log.TakeMutations().Count);

        Assert.False((await engine.PlanAsync(Graph("ghcr.io/acme/hello:1.0", 1))).HasChanges);
        Assert.Equal(ApplyStatus.Done, (await ApplyAsync()).Status);
        Assert.Empty(log.TakeMutations());

        var change = Assert.Single((await engine.PlanAsync(Graph("ghcr.io/acme/hello:1.0", 3))).Changes);
        Assert.Equal((PlannedAction.Update, "/spec/replicas"), (change.Action, Assert.Single(change.Properties).Path));
        Assert.Equal(ApplyStatus.Done, (await ApplyAsync(replicas: 3)).Status);
        Assert.Equal("apps/v1/deployments", Assert.Single(log.TakeMutations()).Resource);

        for (var run = 0; run < 2; run++)
        {
            var broken = await ApplyAsync("ghcr.io/acme/does-not-exist:1", 3);
            Assert.Equal(ApplyStatus.Failed, broken.Status);
            Assert.Equal("OPTA4041", Assert.Single(broken.Failures).Code);
            Assert.Contains(broken.Failures[0].Evidence, line => line.Contains("does-not-exist"));
        }

        log.TakeMutations();
        var mended = await ApplyAsync("ghcr.io/acme/hello:1.1", 3);
        Assert.True(mended.Status == ApplyStatus.Done, string.Join("\n", mended.Failures));
        Assert.Equal("apply", Assert.Single(log.TakeMutations()).Verb);

        var destroyed = await engine.ApplyAsync(await engine.PlanDestroyAsync("staging/hello"));
        Assert.True(destroyed.Status == ApplyStatus.Done, string.Join("\n", destroyed.Failures));
        Assert.Equal(5, log.TakeMutations().Count);
        Assert.Null(await (await factory.GetAsync(connection, default)).GetAsync(Objects.ObjectKey.Of("v1", "Namespace", null, "hello"), default));
        Assert.Empty(await engine.ListLeftoversAsync(new("acme", "staging", "staging/hello")));
    }

    [Fact]
    public async Task Layer_FirstApplyBroken_IsMadeAgain()
    {
        var broken = await ApplyAsync("ghcr.io/acme/does-not-exist:1");
        Assert.Equal(ApplyStatus.Failed, broken.Status);
        log.TakeMutations();
        var mended = await ApplyAsync();
        Assert.True(mended.Status == ApplyStatus.Done, string.Join("\n", mended.Failures));
        Assert.Equal(["delete", "apply"], log.TakeMutations().Select(entry => entry.Verb));
        Assert.Empty((await engine.PlanAsync(Graph("ghcr.io/acme/hello:1.0", 1))).Changes);
    }

    /// <summary>Our own requests; controllers do not show in the log of a server, nodes and pods are its own.</summary>
    private sealed class Log : IRequestLog
    {
        private readonly ConcurrentQueue<KubernetesRequestEntry> entries = new();

        public void Record(KubernetesRequestEntry entry) => entries.Enqueue(entry);

        public List<KubernetesRequestEntry> TakeMutations()
        {
            var taken = new List<KubernetesRequestEntry>();
            while (entries.TryDequeue(out var entry))
                if (entry.Mutating && entry.UserAgent == "optaps")
                    taken.Add(entry);
            return taken;
        }
    }
}

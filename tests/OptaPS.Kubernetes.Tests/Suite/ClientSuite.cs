using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests.Suite;

/// <summary>What must hold on any conformant API server. Run against the sandbox, and against the cluster of OPTA_TEST_KUBECONFIG when it is set.</summary>
public abstract partial class ClientSuite : IAsyncLifetime
{
    private static readonly WriteOptions Options = new();
    private readonly KubernetesClientFactory factory = new([], new ClientEnvironment(), TimeProvider.System);
    private readonly string name = "opta-suite-" + Guid.NewGuid().ToString("N")[..8];
    private IKubernetesClient client = null!;

    protected abstract string Kubeconfig { get; }

    /// <summary>Makes the server forget the history of changes, where the test has that power.</summary>
    protected virtual void Compact()
    {
    }

    private ClusterConnection Connection => ClusterConnection.FromKubeconfig(Kubeconfig, null);

    public async Task InitializeAsync()
    {
        client = await factory.GetAsync(Connection, default);
        await client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME"}}"""), Options, default);
    }

    public async Task DisposeAsync()
    {
        if (client is not null)
            await client.DeleteAsync(ObjectKey.Of("v1", "Namespace", null, name), new(), default);
        await factory.DisposeAsync();
    }

    private JsonObject Parse(string json) => Clients.Parse(json.Replace("NAME", name));

    private ObjectKey ConfigMap(string key) => ObjectKey.Of("v1", "ConfigMap", name, key);

    private JsonObject Map(string key, string value = "1") => Parse($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{key}}","namespace":"NAME"},"data":{"a":"{{value}}","b":"2"} }""");

    [Fact]
    public async Task Discovery_BuiltInKinds_AreMapped()
    {
        Assert.InRange((await client.GetVersionAsync(default)).Minor, 29, 99);
        var all = await client.DiscoverAsync(default);
        Assert.Contains(all, resource => resource.Kind.ToString() == "apps/v1/Deployment" && resource.Subresources.Contains("scale") && resource.Namespaced);
        foreach (var (word, kind) in ((string, string)[])[("po", "v1/Pod"), ("deploy", "apps/v1/Deployment"), ("namespaces", "v1/Namespace"), ("HorizontalPodAutoscaler", "autoscaling/v2/HorizontalPodAutoscaler"), ("crd", "apiextensions.k8s.io/v1/CustomResourceDefinition"), ("deployments.apps", "apps/v1/Deployment")])
            Assert.Equal(kind, (await client.ResolveNameAsync(word, default))[0].Kind.ToString());
        Assert.Contains("Service", (await client.ResolveNameAsync("all", default)).Select(resource => resource.Kind.Kind));
    }

    [Fact]
    public async Task List_Chunks_GiveEveryObjectOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var map = Map($"c{i:00}");
            map["metadata"]!["labels"] = new JsonObject { ["set"] = i % 2 == 0 ? "even" : "odd" };
            return client.CreateAsync(map, Options, default);
        }));
        var query = new ListQuery(ConfigMap("x").Kind, name) { PageSize = 4, LabelSelector = "set in (even)" };
        var names = (await client.ListAsync(query, default).ToListAsync()).Select(item => item.GetName()).ToList();
        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 2 == 0).Select(i => $"c{i:00}"), names);
        await client.DeleteCollectionAsync(query, new(), default);
        Assert.Empty(await client.ListAsync(query, default).ToListAsync());
    }

    [Fact]
    public async Task Delete_FinalizerUidAndPropagation_AreRespected()
    {
        var held = Map("held");
        held["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        var made = await client.CreateAsync(held, Options, default);
        Assert.Equal(KubernetesFailure.Conflict, (await Assert.ThrowsAsync<KubernetesException>(() => client.DeleteAsync(ConfigMap("held"), new() { Uid = "00000000-0000-0000-0000-000000000000" }, default))).Failure);
        Assert.True(await client.DeleteAsync(ConfigMap("held"), new() { Uid = made.GetUid() }, default));
        Assert.Contains("example.com/hold", DeletionBlocker.Describe((await client.GetAsync(ConfigMap("held"), default))!));
        await client.PatchAsync(ConfigMap("held"), PatchKind.Merge, Parse("""{"metadata":{"finalizers":null}}"""), Options, default);
        await new ReadinessWaiter(client, TimeProvider.System).WaitForDeletionAsync(ConfigMap("held"), TimeSpan.FromSeconds(20), null, default);
        Assert.False(await client.DeleteAsync(ConfigMap("held"), new(), default));
    }

    [Fact]
    public async Task Rows_OfBuiltInKinds_HaveTheServersColumns()
    {
        await client.CreateAsync(Map("row"), Options, default);
        var row = (await client.ListRowsAsync(new(ConfigMap("x").Kind, name) { FieldSelector = "metadata.name=row" }, default).ToListAsync()).Single();
        Assert.Equal(["Name", "Data", "Age"], row.Cells.Select(cell => cell.Column));
        Assert.Equal(["row", "2"], row.Cells.Take(2).Select(cell => cell.Text));
        Assert.Equal("1", row.Object["data"]!["a"]!.ToString());
        await client.CreateAsync(Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"row","namespace":"NAME"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}}"""), Options, default);
        row = (await client.ListRowsAsync(new(new("apps", "v1", "Deployment"), name), default).ToListAsync()).Single();
        Assert.Equal(["Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector"], row.Cells.Select(cell => cell.Column));
        Assert.Equal("0/0", row.Cells[1].Text);
    }

    [Fact]
    public async Task Evict_PodThatNobodyProtects_GoesAway()
    {
        try
        {
            await client.CreateAsync(Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"NAME"}}"""), Options, default);
        }
        catch (KubernetesException exception) when (exception.Failure == KubernetesFailure.AlreadyExists)
        {
            // A controller was faster.
        }

        var pod = Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"NAME"},"spec":{"nodeSelector":{"no-such-node":"yes"},"automountServiceAccountToken":false,"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"x:1"}]}}""");
        await client.CreateAsync(pod, Options, default);
        Assert.True(await client.EvictAsync(name, "p", 0, default));
        await new ReadinessWaiter(client, TimeProvider.System).WaitForDeletionAsync(ObjectKey.Of(pod), TimeSpan.FromSeconds(20), null, default);
        Assert.False(await client.EvictAsync(name, "p", 0, default));
    }

    [Fact]
    public async Task Impersonation_UserWithoutRights_IsForbidden()
    {
        var document = System.Text.Json.Nodes.JsonNode.Parse(ToJson(await File.ReadAllTextAsync(Kubeconfig)))!;
        foreach (var user in document["users"]!.AsArray())
            user!["user"]!["as"] = "nobody-special";
        var path = Path.Combine(Path.GetTempPath(), name);
        await File.WriteAllTextAsync(path, document.ToJsonString());
        try
        {
            var other = await factory.GetAsync(ClusterConnection.FromKubeconfig(path, null), default);
            var exception = await Assert.ThrowsAsync<KubernetesException>(() => other.GetAsync(ConfigMap("m"), default));
            Assert.Equal(KubernetesFailure.Forbidden, exception.Failure);
            Assert.Contains("nobody-special", exception.Cause);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string ToJson(string yaml) => Kubernetes.Kubeconfig.KubeconfigYaml.Read(yaml, "kubeconfig").ToJsonString();
}

/// <summary>The suite on the sandbox's API server.</summary>
public sealed class SandboxSuite(SandboxCluster cluster) : ClientSuite, IClassFixture<SandboxCluster>
{
    protected override string Kubeconfig => cluster.Kubeconfig;

    protected override void Compact() => cluster.Compact();
}

/// <summary>The suite on the cluster that OPTA_TEST_KUBECONFIG names.</summary>
public sealed class RealClusterSuite(Xunit.Abstractions.ITestOutputHelper output)
{
    [SkippableFact]
    public async Task RealCluster_WholeSuite_GivesTheSameResults()
    {
        var path = Environment.GetEnvironmentVariable("OPTA_TEST_KUBECONFIG") ?? "";
        if (!File.Exists(path))
            Testing.RequiredProgram.Missing("cluster", "OPTA_TEST_KUBECONFIG names no kubeconfig");
        var failures = new List<string>();
        var run = 0;
        foreach (var method in typeof(ClientSuite).GetMethods().Where(method => method.GetCustomAttributes(typeof(FactAttribute), false).Length > 0))
        {
            var cases = method.GetParameters().Length == 0 ? [[]]
                : method.GetCustomAttributes(typeof(InlineDataAttribute), false) is { Length: > 0 } inline ? [.. inline.Cast<InlineDataAttribute>().SelectMany(data => data.GetData(method))]
                : ClientSuite.Kinds.ToList();
            foreach (var arguments in cases)
            {
                run++;
                var suite = new Runner(path);
                await suite.InitializeAsync();
                try
                {
                    await (Task)method.Invoke(suite, arguments)!;
                }
                catch (Exception exception)
                {
                    failures.Add($"{method.Name}({string.Join(", ", arguments)}): {exception.Message}");
                }
                finally
                {
                    await suite.DisposeAsync();
                }
            }
        }

        output.WriteLine($"{run} cases on {path}, {failures.Count} failed");
        Assert.True(run > 45, $"only {run} cases were run");
        Assert.Empty(failures);
    }

    private sealed class Runner(string path) : ClientSuite
    {
        protected override string Kubeconfig => path;
    }
}

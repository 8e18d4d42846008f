using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Connections;
using OptaPS.Objects;
using OptaPS.Requests;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Operations.Tests;

/// <summary>Reading objects of a cluster through the operation, on a sandbox cluster.</summary>
public sealed class KubeResourceTests : IClassFixture<KubeResourceTests.World>
{
    private readonly World world;

    public KubeResourceTests(World world) => this.world = world;

    /// <summary>A cluster with a few objects.</summary>
    public sealed class World : IAsyncLifetime
    {
        private readonly ClusterHost host = new();

        public string Folder { get; } = Directory.CreateTempSubdirectory("opta-get").FullName;

        public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

        public async Task InitializeAsync()
        {
            var address = await host.StartAsync(new ClusterSpec("get", "get", "1.33", Path.Combine(Folder, "data"), null), default);
            await File.WriteAllTextAsync(Kubeconfig, address.AdminKubeconfig());
            await using var factory = new KubernetesClientFactory([], new ClientEnvironment(), TimeProvider.System);
            var client = await factory.GetAsync(ClusterConnection.FromKubeconfig(Kubeconfig, null), default);
            foreach (var text in (string[])[
                """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"team"}}""",
                """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web-a","namespace":"team","labels":{"tier":"web"}},"data":{"k":"v"}}""",
                """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web-b","namespace":"team","labels":{"tier":"web"}},"data":{"k":"v"}}""",
                """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other","namespace":"default"}}""",
                """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"login","namespace":"team","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"password\":\"aHVudGVyMg==\"}}"}},"data":{"password":"aHVudGVyMg=="}}"""])
                await client.ApplyAsync((JsonObject)JsonNode.Parse(text)!, new(), default);
        }

        public async Task DisposeAsync()
        {
            await host.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class Silent : IOperationSink
    {
        public void Report(StepEvent step)
        {
        }

        public void Report(Diagnostic diagnostic)
        {
        }

        public void Detail(string message)
        {
        }

        public ValueTask<bool> ConfirmAsync(PlanView plan, CancellationToken cancellationToken) => new(true);
    }

    private async Task<(List<KubeResource> Found, IReadOnlyList<Diagnostic> Missing)> GetAsync(string resource, Func<GetKubeResourceRequest, GetKubeResourceRequest>? change = null, string? kubeconfig = null, bool insecure = false)
    {
        var found = new List<KubeResource>();
        var target = new OperationTarget(Path.Combine(world.Folder, "home")) { WorkingFolder = world.Folder, EnvironmentVariables = new Dictionary<string, string>(StringComparer.Ordinal), Actor = "tester@here" };
        var request = new GetKubeResourceRequest(target, new ClusterChoice { Kubeconfig = kubeconfig ?? "kubeconfig", AllowInsecureTls = insecure }, [resource], found.Add);
        await using var runner = new OperationRunner();
        var missing = await runner.RunAsync(change is null ? request : change(request), new Silent(), default);
        return (found, missing);
    }

    [Fact]
    public async Task Names_PlainOnesAndPatterns_AreFoundOnce()
    {
        Assert.Equal(["web-a", "web-b"], (await GetAsync("cm", request => request with { Namespace = "team", Selector = "tier=web" })).Found.Select(item => item.Name));
        var (found, missing) = await GetAsync("configmaps", request => request with { Namespace = "team", Names = ["web-b", "web-[a-c]", "w?b-b", "nope"] });
        Assert.Equal(["web-a", "web-b"], found.Select(item => item.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("OPTA4002", "ConfigMap team/nope does not exist."), (Assert.Single(missing).Code, missing[0].Message));
        Assert.Empty((await GetAsync("cm", request => request with { Namespace = "team", Names = ["x*"] })).Missing);
        Assert.Equal(["other", "web-a"], (await GetAsync("ConfigMap", request => request with { AllNamespaces = true, Names = ["other", "web-a"] })).Found.Select(item => item.Name));
    }

    [Fact]
    public async Task Secrets_ValuesAreHiddenUnlessAskedFor()
    {
        var hidden = (await GetAsync("secrets", request => request with { Namespace = "team", Names = ["login"] })).Found.Single();
        Assert.DoesNotContain("aHVudGVyMg", hidden.Json);
        Assert.Contains("password", hidden.Json);
        var shown = (await GetAsync("secrets", request => request with { Namespace = "team", Names = ["login"], IncludeSecretData = true })).Found.Single();
        Assert.Contains("aHVudGVyMg", shown.Json);
    }

    [Fact]
    public async Task Objects_CarryColumnsStatusLabelsAndTarget()
    {
        var item = (await GetAsync("cm", request => request with { Namespace = "team", Names = ["web-a"] })).Found.Single();
        Assert.Equal(("ConfigMap", "v1", "team", "Ready", "cloud"), (item.Kind, item.ApiVersion, item.Namespace, item.Status, item.Target));
        Assert.Equal("1", item.Columns["Data"]);
        Assert.Equal("web", item.Labels["tier"]);
        Assert.DoesNotContain("managedFields", item.Json);
        Assert.Contains("managedFields", (await GetAsync("cm", request => request with { Namespace = "team", Names = ["web-a"], IncludeManagedFields = true })).Found.Single().Json);
        Assert.Contains((await GetAsync("all,ns", request => request with { AllNamespaces = true })).Found, found => found is { Kind: "Service", Name: "kubernetes" });
    }

    [Fact]
    public async Task Kinds_UnknownOrNotListable_AreRefused()
    {
        var unknown = await Assert.ThrowsAsync<OptaException>(() => GetAsync("configmapz"));
        Assert.Equal("OPTA4003", unknown.Diagnostics[0].Code);
        Assert.Contains("configmaps", unknown.Diagnostics[0].ToString() + unknown.Diagnostics[0].Message);
        Assert.Equal("OPTA7055", (await Assert.ThrowsAsync<OptaException>(() => GetAsync("SelfSubjectAccessReview"))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task InsecureContext_IsRefusedUnlessAskedForByName()
    {
        var document = JsonNode.Parse(await File.ReadAllTextAsync(world.Kubeconfig))!;
        var cluster = document["clusters"]![0]!["cluster"]!.AsObject();
        cluster.Remove("certificate-authority-data");
        cluster["insecure-skip-tls-verify"] = true;
        await File.WriteAllTextAsync(Path.Combine(world.Folder, "insecure"), document.ToJsonString());
        Assert.Equal("OPTA4024", (await Assert.ThrowsAsync<OptaException>(() => GetAsync("ns", kubeconfig: "insecure"))).Diagnostics[0].Code);
        Assert.NotEmpty((await GetAsync("ns", kubeconfig: "insecure", insecure: true)).Found);
    }

    [Fact]
    public async Task Sandbox_WithoutAClusterOfItsOwn_NeverReadsTheUsersKubeconfig()
    {
        var target = new OperationTarget(Path.Combine(world.Folder, "home"), "nowhere") { WorkingFolder = world.Folder, EnvironmentVariables = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = world.Kubeconfig }, Actor = "tester@here" };
        await using var runner = new OperationRunner();
        var refused = await Assert.ThrowsAsync<OptaException>(() => runner.RunAsync(new GetKubeResourceRequest(target, new ClusterChoice(), ["ns"], _ => Assert.Fail("read")), new Silent(), default));
        Assert.Equal("OPTA7011", refused.Diagnostics[0].Code);
    }
}

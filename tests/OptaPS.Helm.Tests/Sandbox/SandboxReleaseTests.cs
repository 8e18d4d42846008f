using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Helm.Tests.Releases;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;

namespace OptaPS.Helm.Tests.Sandbox;

/// <summary>Every release operation over real sockets, against an emulated API server that shares no code with the product.</summary>
public sealed class SandboxReleaseTests(SandboxCluster sandbox) : IClassFixture<SandboxCluster>, IAsyncLifetime
{
    private const string First = """
        ---
        # Source: demo/templates/config.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          color: blue
          extra: "1"
        ---
        # Source: demo/templates/service.yaml
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          selector: {app: web}
          ports:
            - name: http
              port: 80
              targetPort: 8080
        ---
        # Source: demo/templates/old.yaml
        apiVersion: v1
        kind: Secret
        metadata:
          name: old
        stringData:
          password: hunter2
        """;

    private const string Second = """
        ---
        # Source: demo/templates/config.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          color: green
        ---
        # Source: demo/templates/service.yaml
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          selector: {app: web}
          ports:
            - name: http
              port: 81
              targetPort: 8080
        ---
        # Source: demo/templates/new.yaml
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: new
        """;

    private readonly string space = $"ns-{Guid.NewGuid():N}"[..12];
    private DyingClient client = null!;

    private ReleaseEngine Engine => new(client, new ClusterObserver(client, TimeProvider.System), TimeProvider.System);

    public async Task InitializeAsync() => client = new DyingClient(await sandbox.ConnectAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(ApplyMethod.ServerSide)]
    [InlineData(ApplyMethod.ClientSide)]
    public async Task InstallUpgradeRollbackUninstall(ApplyMethod method)
    {
        var install = await Engine.ApplyAsync(Request(First) with { NewReleaseMethod = method }, default);
        Assert.Equal((1, ReleaseStatus.Deployed), (install.Revision, install.Status));
        Assert.Equal("blue", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "color"));

        client.Reset();
        Assert.True((await Engine.DiffAsync(Request(First), [], default)).IsEmpty);
        Assert.Equal(0, client.Mutations);

        await Engine.ApplyAsync(Request(Second), default);
        var settings = (await GetAsync("v1", "ConfigMap", "settings"))!;
        Assert.Equal("green", settings.TextAt("data", "color"));
        Assert.Null(settings["data"]!["extra"]);
        var ports = (await GetAsync("v1", "Service", "web"))!["spec"]!["ports"]!.AsArray();
        Assert.Equal(81, Assert.Single(ports)!["port"]!.GetValue<int>());
        Assert.Null(await GetAsync("v1", "Secret", "old"));
        Assert.NotNull(await GetAsync("v1", "ServiceAccount", "new"));

        await Engine.RollbackAsync(new RollbackRequest(space, "web", 1), default);
        Assert.Equal("1", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "extra"));
        Assert.NotNull(await GetAsync("v1", "Secret", "old"));
        Assert.Equal(
            [ReleaseStatus.Superseded, ReleaseStatus.Superseded, ReleaseStatus.Deployed],
            (await Engine.HistoryAsync(space, "web", default)).Select(entry => entry.Status));
        Assert.Contains(await Engine.ListAsync(null, default), info => info.Namespace == space && info.Revision == 3);

        await Engine.UninstallAsync(new UninstallRequest(space, "web") { DeleteNamespace = true }, default);
        Assert.Null(await GetAsync("v1", "ConfigMap", "settings"));
        Assert.Empty(await Engine.ListAsync(space, default));
    }

    [Fact]
    public async Task Drift_IsFoundFieldByFieldAndRepaired()
    {
        await Engine.ApplyAsync(Request(First), default);
        await client.PatchAsync(Key("v1", "ConfigMap", "settings"), PatchKind.Merge, new JsonObject { ["data"] = new JsonObject { ["color"] = "pink", ["theirs"] = "stays" } }, new WriteOptions { FieldManager = "kubectl-edit" }, default);

        var diff = await Engine.DiffAsync(Request(First), [], default);
        await Engine.ApplyAsync(Request(First), default);

        var change = Assert.Single(Assert.Single(diff.Objects).Properties);
        Assert.Equal(("/data/color", true), (change.Path, change.Drift));
        var settings = (await GetAsync("v1", "ConfigMap", "settings"))!;
        Assert.Equal(("blue", "stays"), (settings.TextAt("data", "color"), settings.TextAt("data", "theirs")));
    }

    [Fact]
    public async Task Replicas_AreTheAutoscalersWhileThereIsOne_AndTheReleasesAfterIt()
    {
        const string workload = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  REPLICAS\n  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: 'x:1'}]}}\n";
        const string scaler = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 2, maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n";
        await Engine.ApplyAsync(Request(workload.Replace("REPLICAS", "revisionHistoryLimit: 3", StringComparison.Ordinal) + scaler), default);
        await UntilAsync(2);

        await Engine.ApplyAsync(Request(workload.Replace("REPLICAS", "replicas: 1", StringComparison.Ordinal) + scaler), default);
        Assert.Equal("2", (await GetAsync("apps/v1", "Deployment", "web"))!["spec"]!["replicas"]!.ToString());

        var fixedSize = Request(workload.Replace("REPLICAS", "replicas: 3", StringComparison.Ordinal));
        Assert.Contains((await Engine.DiffAsync(fixedSize, [], default)).Objects, item => item.Properties.Any(change => change.Path == "/spec/replicas"));
        await Engine.ApplyAsync(fixedSize, default);
        await UntilAsync(3);
        Assert.True((await Engine.DiffAsync(fixedSize, [], default)).IsEmpty);

        // Back to the autoscaler: the number never falls to the server's default on the way.
        var scaled = Request(workload.Replace("REPLICAS", "minReadySeconds: 0", StringComparison.Ordinal) + scaler);
        Assert.DoesNotContain((await Engine.DiffAsync(scaled, [], default)).Objects, item => item.Properties.Any(change => change.Path == "/spec/replicas"));
        await Engine.ApplyAsync(scaled, default);
        Assert.Equal("3", (await GetAsync("apps/v1", "Deployment", "web"))!["spec"]!["replicas"]!.ToString());

        async Task UntilAsync(int wanted)
        {
            var limit = DateTime.UtcNow.AddSeconds(60);
            while ((await GetAsync("apps/v1", "Deployment", "web"))!["spec"]!["replicas"]?.ToString() != wanted.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                Assert.True(DateTime.UtcNow < limit, $"there are not {wanted} replicas");
                await Task.Delay(25);
            }
        }
    }

    [Fact]
    public async Task ForeignField_IsRefusedByName()
    {
        await Engine.ApplyAsync(Request(First), default);
        await client.PatchAsync(Key("v1", "ConfigMap", "settings"), PatchKind.Merge, new JsonObject { ["data"] = new JsonObject { ["new"] = "theirs" } }, new WriteOptions { FieldManager = "somebody" }, default);

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(First.Replace("extra: \"1\"", "new: ours", StringComparison.Ordinal)), default));

        Assert.Equal("OPTA5521", e.Diagnostics[0].Code);
        Assert.Contains(".data.new", e.Diagnostics[0].Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExistingObject_IsRefusedThenAdoptedByItsMarks()
    {
        await Engine.ApplyAsync(Request("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: other\n") with { Name = "other" }, default);
        await client.CreateAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "settings", ["namespace"] = space } }, new WriteOptions(), default);

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(First), default));
        await client.PatchAsync(
            Key("v1", "ConfigMap", "settings"),
            PatchKind.Merge,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "Helm" },
                    ["annotations"] = new JsonObject { ["meta.helm.sh/release-name"] = "web", ["meta.helm.sh/release-namespace"] = space },
                },
            },
            new WriteOptions(),
            default);
        await Engine.ApplyAsync(Request(First), default);

        Assert.Equal("OPTA5522", Assert.Single(e.Diagnostics).Code);
        Assert.Equal("blue", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "color"));
    }

    [Fact]
    public async Task Definitions_AreAppliedFirstAndTheirObjectsInTheSameRun()
    {
        var group = $"{space}.test";
        var definition = $"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.{group}\nspec:\n  group: {group}\n  names: {{kind: Thing, plural: things, singular: thing, listKind: ThingList}}\n  scope: Namespaced\n"
            + "  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}\n";
        var thing = $"apiVersion: {group}/v1\nkind: Thing\nmetadata:\n  name: t\nspec:\n  size: 3\n";
        var request = Request("") with { Source = new FakeSource(thing) { Crds = [definition] } };

        await Engine.ApplyAsync(request, default);
        client.Reset();
        var diff = await Engine.DiffAsync(request, [], default);
        var dropped = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(
            Request("") with { Source = new FakeSource(thing) { Crds = [definition.Replace("- name: v1", "- name: v2", StringComparison.Ordinal)] } }, default));

        Assert.Equal(3, (await client.GetAsync(ObjectKey.Of($"{group}/v1", "Thing", space, "t"), default))!["spec"].Number("size"));
        Assert.True(diff.IsEmpty);
        Assert.Equal("OPTA5541", dropped.Diagnostics[0].Code);
        await Engine.UninstallAsync(new UninstallRequest(space, "web") { DeleteCrds = true }, default);
    }

    [Theory]
    [InlineData(ApplyMethod.ServerSide)]
    [InlineData(ApplyMethod.ClientSide)]
    public async Task Upgrade_KilledAfterEveryMutation_SucceedsWhenRepeated(ApplyMethod method)
    {
        var options = new ReleaseOptions { Holder = "me" };
        for (var n = 1; ; n++)
        {
            var name = $"web-{n}";
            string Named(string manifest) => manifest.Replace("name: settings", $"name: settings-{n}", StringComparison.Ordinal).Replace("name: web", $"name: {name}", StringComparison.Ordinal)
                .Replace("name: old", $"name: old-{n}", StringComparison.Ordinal).Replace("name: new", $"name: new-{n}", StringComparison.Ordinal);
            client.Reset();
            await Engine.ApplyAsync(Request(Named(First)) with { Name = name, Options = options, NewReleaseMethod = method }, default);
            client.Reset(n);
            var killed = false;
            try
            {
                await Engine.ApplyAsync(Request(Named(Second)) with { Name = name, Options = options }, default);
            }
            catch (Exception e) when (e is KilledException or AggregateException)
            {
                killed = true;
            }

            client.Reset();
            var info = await Engine.ApplyAsync(Request(Named(Second)) with { Name = name, Options = options }, default);

            Assert.Equal(ReleaseStatus.Deployed, info.Status);
            Assert.Equal("green", (await GetAsync("v1", "ConfigMap", $"settings-{n}"))!.TextAt("data", "color"));
            Assert.Null(await GetAsync("v1", "Secret", $"old-{n}"));
            Assert.NotNull(await GetAsync("v1", "ServiceAccount", $"new-{n}"));
            Assert.Single(await Engine.HistoryAsync(space, name, default), entry => entry.Status == ReleaseStatus.Deployed);
            if (!killed)
            {
                Assert.True(n > 6, $"only {n} mutations");
                return;
            }
        }
    }

    private ReleaseRequest Request(string manifest) => new(space, "web", new FakeSource(manifest)) { CreateNamespace = true };

    private ObjectKey Key(string apiVersion, string kind, string name) => ObjectKey.Of(apiVersion, kind, space, name);

    private Task<JsonObject?> GetAsync(string apiVersion, string kind, string name) => client.GetAsync(Key(apiVersion, kind, name), default);
}

using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Applying;
using OptaPS.Helm.Releases.Manifests;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Helm.Tests.Releases;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Sandbox;

/// <summary>Hooks, tests, failures and interruptions of releases against the emulated API server with its controllers.</summary>
public sealed class SandboxOperationTests(SandboxCluster sandbox) : IClassFixture<SandboxCluster>, IAsyncLifetime
{
    private const string Blue = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  color: blue\n  extra: \"1\"\n";
    private const string Green = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  color: green\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: new\n";
    private const string Kept = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kept\n  annotations: {helm.sh/resource-policy: keep}\ndata:\n  a: b\n";
    private static readonly ReleaseOptions Mine = new() { Holder = "me", Timeout = TimeSpan.FromMinutes(1) };

    private readonly string space = $"op-{Guid.NewGuid():N}"[..12];
    private DyingClient client = null!;

    private ReleaseEngine Engine => new(client, new ClusterObserver(client, TimeProvider.System), TimeProvider.System);

    public async Task InitializeAsync() => client = new DyingClient(await sandbox.ConnectAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Hooks_RunByWeightAtTheirEvents_AndGoByPolicy()
    {
        var said = new List<string>();
        var hooks = new List<ReleaseHook>
        {
            Job("second", ["pre-install"], 5, ["before-hook-creation"]), Job("first", ["pre-install", "pre-upgrade"], -5, ["hook-succeeded"]),
            Job("later", ["post-install"], 0, []), Job("bye", ["pre-delete"], 0, ["hook-succeeded"]), Job("gone", ["post-delete"], 0, []),
        };
        var options = Mine with { Progress = new Words(said) };
        await Engine.ApplyAsync(Request(Blue, hooks) with { Options = options }, default);
        Assert.Equal(["first", "second", "later"], Run(said));
        Assert.Null(await GetAsync("batch/v1", "Job", "first"));
        var second = (await GetAsync("batch/v1", "Job", "second"))!.GetUid();
        Assert.NotNull(await GetAsync("batch/v1", "Job", "later"));

        said.Clear();
        await Engine.ApplyAsync(Request(Green, hooks) with { Options = options }, default);
        Assert.Equal(["first"], Run(said));
        Assert.Equal(second, (await GetAsync("batch/v1", "Job", "second"))!.GetUid());

        said.Clear();
        await Engine.UninstallAsync(new UninstallRequest(space, "web") { Options = options, KeepHistory = true }, default);
        Assert.Equal(["bye", "gone"], Run(said));
        Assert.Null(await GetAsync("batch/v1", "Job", "bye"));
        Assert.Equal(ReleaseStatus.Uninstalled, (await Engine.HistoryAsync(space, "web", default))[^1].Status);

        await Engine.RollbackAsync(new RollbackRequest(space, "web", 1) { Options = options }, default);
        Assert.Equal("blue", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "color"));
    }

    [Fact]
    public async Task Tests_TellWhichFailedAndShowItsLog()
    {
        var hooks = new List<ReleaseHook> { Pod("good", "ghcr.io/acme/check:1", 1), Pod("bad", "ghcr.io/acme/crash-loop:1", 2), Pod("last", "ghcr.io/acme/check:2", 3) };
        await Engine.ApplyAsync(Request(Blue, hooks), default);

        var results = await Engine.TestAsync(space, "web", Mine, default);
        var again = await Engine.TestAsync(space, "web", Mine, default);

        Assert.Equal([("good", "Succeeded"), ("bad", "Failed"), ("last", "Succeeded")], results.Select(result => (result.Name, result.Phase)));
        Assert.Contains(results[1].Evidence, line => line.Contains("exiting with status 1", StringComparison.Ordinal));
        Assert.Equal(results.Select(result => result.Phase), again.Select(result => result.Phase));
        Assert.True(again[0].Started >= results[0].Completed);
        Assert.Equal(ReleaseStatus.Deployed, (await Engine.HistoryAsync(space, "web", default))[^1].Status);
    }

    [Fact]
    public async Task FailingHook_WithAtomic_GoesBackToWhatWasInForce()
    {
        await Engine.ApplyAsync(Request(Blue, []), default);
        var hooks = new List<ReleaseHook> { Job("migrate", ["pre-upgrade"], 0, ["hook-failed"], "ghcr.io/acme/crash-loop:1") };

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Green, hooks) with { Options = Mine with { Atomic = true } }, default));

        Assert.Equal("OPTA5531", e.Diagnostics[0].Code);
        Assert.Contains(e.Diagnostics[0].Evidence, line => line.Contains("exiting with status 1", StringComparison.Ordinal));
        Assert.Null(await GetAsync("batch/v1", "Job", "migrate"));
        Assert.Equal("blue", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "color"));
        Assert.Null(await GetAsync("v1", "ServiceAccount", "new"));
        Assert.Equal([ReleaseStatus.Superseded, ReleaseStatus.Failed, ReleaseStatus.Deployed], (await Engine.HistoryAsync(space, "web", default)).Select(entry => entry.Status));
    }

    [Fact]
    public async Task FailedInstall_WithAtomic_LeavesNothing_AndWithCleanupOnlyWhatWasThere()
    {
        var broken = Green + "---\n" + Deployment("ghcr.io/acme/does-not-exist:1");
        await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(broken, []) with { Options = Mine with { Atomic = true } }, default));
        Assert.Empty(await Engine.ListAsync(space, default));
        Assert.Null(await GetAsync("v1", "ConfigMap", "settings"));

        await Engine.ApplyAsync(Request(Blue, []), default);
        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(broken, []) with { Options = Mine with { CleanupOnFail = true } }, default));

        Assert.Equal("OPTA5530", e.Diagnostics[0].Code);
        Assert.Contains(e.Diagnostics[0].Evidence, line => line.Contains("does-not-exist", StringComparison.Ordinal));
        Assert.Null(await GetAsync("apps/v1", "Deployment", "app"));
        Assert.Null(await GetAsync("v1", "ServiceAccount", "new"));
        Assert.Equal("green", (await GetAsync("v1", "ConfigMap", "settings"))!.TextAt("data", "color"));
    }

    [Fact]
    public async Task History_IsCutToItsLength_AndKeptObjectsStayAndAreAdoptedAgain()
    {
        for (var i = 0; i < 5; i++)
            await Engine.ApplyAsync(Request(Kept + "---\n" + Blue.Replace("blue", $"blue{i}", StringComparison.Ordinal), []) with { Options = Mine with { MaxHistory = 3 } }, default);
        Assert.Equal([3, 4, 5], (await Engine.HistoryAsync(space, "web", default)).Select(entry => entry.Revision));

        await Engine.UninstallAsync(new UninstallRequest(space, "web") { Options = Mine }, default);
        Assert.Equal("b", (await GetAsync("v1", "ConfigMap", "kept"))!.TextAt("data", "a"));
        Assert.Null(await GetAsync("v1", "ConfigMap", "settings"));

        await Engine.ApplyAsync(Request(Kept, []), default);
        var other = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Kept, []) with { Name = "other" }, default));
        Assert.Equal("OPTA5522", other.Diagnostics[0].Code);
        await Engine.ApplyAsync(Request(Kept, []) with { Name = "other", TakeOwnership = true }, default);
        Assert.Equal("other", (await GetAsync("v1", "ConfigMap", "kept"))!.GetAnnotation("meta.helm.sh/release-name"));
    }

    [Theory]
    [InlineData("install")]
    [InlineData("upgrade")]
    [InlineData("rollback")]
    [InlineData("uninstall")]
    public async Task EveryOperation_KilledAfterEveryMutation_SucceedsWhenRepeatedOnce(string operation)
    {
        for (var n = 1; ; n++)
        {
            var name = $"web-{n}";
            await PrepareAsync(operation, name);
            client.Reset(n);
            var killed = await IsKilledAsync(() => OperateAsync(operation, name));
            client.Reset();
            await OperateAsync(operation, name);
            await CheckAsync(operation, name);
            await RemoveAsync(name);
            if (!killed)
            {
                Assert.True(n > 6, $"only {n} mutations");
                return;
            }
        }
    }

    [Theory]
    [InlineData("install", 1)]
    [InlineData("upgrade", 2)]
    [InlineData("rollback", 3)]
    [InlineData("uninstall", 0)]
    public async Task EveryOperation_KilledAfterEachOfItsMutations_GetsOnAndMakesNoMoreRevisions(string operation, int revisions)
    {
        await PrepareAsync(operation, "web");
        var kills = 0;
        while (true)
        {
            client.Reset(1);
            if (!await IsKilledAsync(() => OperateAsync(operation, "web")))
                break;
            Assert.True(++kills < 60, "It does not get on.");
            client.Reset();

            // What is killed after its last write is done; asking again would be another operation.
            if (revisions > 0 && await Engine.GetAsync(space, "web", default) is { Status: ReleaseStatus.Deployed } done && done.Revision == revisions)
                break;
        }

        client.Reset();
        await CheckAsync(operation, "web");
        if (revisions > 0)
            Assert.Equal(revisions, (await Engine.HistoryAsync(space, "web", default)).Count);
        Assert.True(kills > 6, $"only {kills} mutations");
    }

    [Fact]
    public async Task FieldsOfClientSideApply_AreGivenUpWhenAReleaseIsAppliedServerSide()
    {
        await client.ApplyAsync(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = space } }, new() { FieldManager = "test" }, default);
        var map = await ResourceMap.ReadAsync(client, space, default);
        var (before, after) = (map.PlaceStored(ManifestReader.Read(Blue))[0], map.PlaceStored(ManifestReader.Read(Green))[0]);
        var stamp = new OwnershipStamp("web", space);
        await new ObjectApplier(client, stamp, ApplyMethod.ClientSide, false).ApplyAsync(before, null, dryRun: false, default);

        await new ObjectApplier(client, stamp, ApplyMethod.ServerSide, false).ApplyAsync(after, before.Document, dryRun: false, default);

        var live = (await GetAsync("v1", "ConfigMap", "settings"))!;
        Assert.Equal("green", live.TextAt("data", "color"));
        Assert.Null(live["data"]!["extra"]);
        Assert.Equal([("helm", "Apply")], live["metadata"]!["managedFields"]!.AsArray().Select(entry => (entry!["manager"]!.GetValue<string>(), entry["operation"]!.GetValue<string>())));
    }

    private static IEnumerable<string> Run(List<string> said) => said.Where(line => line.StartsWith("Running ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^1]);

    private static ReleaseHook Job(string name, string[] events, int weight, string[] policies, string image = "ghcr.io/acme/job:1") => new(
        name,
        "Job",
        $"demo/templates/{name}.yaml",
        $"apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: {name}\nspec:\n  backoffLimit: 0\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{{name: c, image: \"{image}\"}}]\n",
        events,
        weight,
        policies,
        []);

    private static ReleaseHook Pod(string name, string image, int weight) => new(
        name, "Pod", $"demo/templates/{name}.yaml", $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  restartPolicy: Never\n  containers: [{{name: c, image: \"{image}\"}}]\n", ["test"], weight, [], []);

    private static string Deployment(string image) =>
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  selector: {{matchLabels: {{app: app}}}}\n  template:\n    metadata: {{labels: {{app: app}}}}\n    spec:\n      containers: [{{name: c, image: \"{image}\"}}]\n";

    // Names differ, so that objects of one round are not in the way of the next.
    private static string Named(string manifest, string release) => manifest.Replace("name: settings", $"name: settings-{release}", StringComparison.Ordinal).Replace("name: new", $"name: new-{release}", StringComparison.Ordinal);

    private static List<ReleaseHook> HooksOf(string release) =>
    [
        Job($"before-{release}", ["pre-install", "pre-upgrade"], -1, ["hook-succeeded"]), Job($"back-{release}", ["pre-rollback"], 0, []),
        Job($"after-{release}", ["post-upgrade"], 0, ["before-hook-creation", "hook-succeeded"]), Job($"bye-{release}", ["pre-delete"], 0, ["hook-succeeded"]), Job($"gone-{release}", ["post-delete"], 0, ["hook-succeeded"]),
    ];

    private async Task PrepareAsync(string operation, string name)
    {
        client.Reset();
        if (operation != "install")
            await ApplyAsync(Blue, name);
        if (operation == "rollback")
            await ApplyAsync(Green, name);
    }

    private Task OperateAsync(string operation, string name) => operation switch
    {
        "install" => ApplyAsync(Blue, name),
        "upgrade" => ApplyAsync(Green, name),
        "rollback" => Engine.RollbackAsync(new RollbackRequest(space, name, 1) { Options = Mine }, default),
        _ => Engine.UninstallAsync(new UninstallRequest(space, name) { Options = Mine, DeleteHookObjects = true }, default),
    };

    private Task<ReleaseInfo> ApplyAsync(string manifest, string name) => Engine.ApplyAsync(Request(Named(manifest, name), HooksOf(name)) with { Name = name }, default);

    private Task RemoveAsync(string name) => Engine.UninstallAsync(new UninstallRequest(space, name) { Options = Mine with { SkipHooks = true }, DeleteHookObjects = true }, default);

    private async Task CheckAsync(string operation, string name)
    {
        var settings = await GetAsync("v1", "ConfigMap", $"settings-{name}");
        if (operation == "uninstall")
        {
            Assert.Null(settings);
            Assert.DoesNotContain(await Engine.ListAsync(space, default), info => info.Name == name);
            return;
        }

        Assert.Equal(operation == "upgrade" ? "green" : "blue", settings!.TextAt("data", "color"));
        Assert.Equal(operation == "upgrade", await GetAsync("v1", "ServiceAccount", $"new-{name}") is not null);
        var history = await Engine.HistoryAsync(space, name, default);
        Assert.Equal(ReleaseStatus.Deployed, history[^1].Status);
        Assert.Single(history, entry => entry.Status == ReleaseStatus.Deployed);
        Assert.DoesNotContain(history, entry => entry.Status.IsPending());
    }

    private static async Task<bool> IsKilledAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return false;
        }
        catch (Exception e) when (e is KilledException or AggregateException)
        {
            return true;
        }
    }

    private ReleaseRequest Request(string manifest, List<ReleaseHook> hooks) =>
        new(space, "web", new FakeSource(manifest) { Hooks = hooks }) { CreateNamespace = true, Options = Mine };

    private Task<JsonObject?> GetAsync(string apiVersion, string kind, string name) => client.GetAsync(ObjectKey.Of(apiVersion, kind, space, name), default);

    private sealed class Words(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Hooks;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Releases;

public class ReleaseEngineTests
{
    private const string Two = """
        ---
        # Source: demo/templates/a.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          color: blue
          extra: "1"
        ---
        # Source: demo/templates/b.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - name: app
                  image: app:1
        """;

    private const string Changed = """
        ---
        # Source: demo/templates/a.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          color: green
        ---
        # Source: demo/templates/c.yaml
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        spec:
          ports:
            - port: 80
        """;

    private readonly FakeCluster cluster = new() { Controller = CompleteJobs };
    private readonly FakeObserver observer = new();
    private readonly JumpingTime time = new();

    private ReleaseEngine Engine => new(cluster, observer, time);

    [Fact]
    public async Task Apply_NewRelease_InstallsAsHelmRecordsIt()
    {
        var info = await Engine.ApplyAsync(Request(Two), default);

        Assert.Equal((1, ReleaseStatus.Deployed, "Install complete"), (info.Revision, info.Status, info.Description));
        var secret = cluster["Secret", "sh.helm.release.v1.web.v1"];
        Assert.Equal("helm.sh/release.v1", secret.Text("type"));
        Assert.Equal(("web", "helm", "deployed", "1"), (secret.GetLabel("name"), secret.GetLabel("owner"), secret.GetLabel("status"), secret.GetLabel("version")));
        Assert.NotNull(secret.GetLabel("modifiedAt"));
        Assert.Null(secret.GetAnnotation("optaps.dev/lease"));
        var settings = cluster["ConfigMap", "settings"];
        Assert.Equal(("Helm", "web", "shop"), (settings.GetLabel("app.kubernetes.io/managed-by"), settings.GetAnnotation("meta.helm.sh/release-name"), settings.GetAnnotation("meta.helm.sh/release-namespace")));
        Assert.Equal("ssa", (await Engine.GetAsync("shop", "web", default))!.Document["apply_method"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(ApplyMethod.ServerSide)]
    [InlineData(ApplyMethod.ClientSide)]
    public async Task Apply_Changed_UpgradesAndRemovesWhatIsGone(ApplyMethod method)
    {
        await Engine.ApplyAsync(Request(Two) with { NewReleaseMethod = method }, default);

        var info = await Engine.ApplyAsync(Request(Changed), default);

        Assert.Equal((2, ReleaseStatus.Deployed, method), (info.Revision, info.Status, info.Method));
        Assert.Equal("green", cluster["ConfigMap", "settings"].TextAt("data", "color"));
        Assert.Null(cluster["ConfigMap", "settings"]["data"]!["extra"]);
        Assert.False(cluster.Has("Deployment", "web"));
        Assert.True(cluster.Has("Service", "web"));
        var history = await Engine.HistoryAsync("shop", "web", default);
        Assert.Equal([ReleaseStatus.Superseded, ReleaseStatus.Deployed], history.Select(entry => entry.Status));
    }

    [Theory]
    [InlineData(ApplyMethod.ServerSide)]
    [InlineData(ApplyMethod.ClientSide)]
    public async Task Apply_SameAgain_ChangesNoObject(ApplyMethod method)
    {
        await Engine.ApplyAsync(Request(Two) with { NewReleaseMethod = method }, default);
        cluster.Mutations.Clear();

        await Engine.ApplyAsync(Request(Two), default);

        Assert.All(cluster.Mutations, mutation => Assert.Contains("sh.helm.release.v1", mutation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_FieldEditedByHand_IsBroughtBack()
    {
        await Engine.ApplyAsync(Request(Two), default);
        cluster.Edit("kubectl-edit", Key("v1", "ConfigMap", "settings"), new JsonObject { ["data"] = new JsonObject { ["color"] = "red" } });

        var diff = await Engine.DiffAsync(Request(Two), [], default);
        await Engine.ApplyAsync(Request(Two), default);

        var change = Assert.Single(Assert.Single(diff.Objects).Properties);
        Assert.Equal(("/data/color", "red", "blue", true), (change.Path, change.Before!.GetValue<string>(), change.After!.GetValue<string>(), change.Drift));
        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
    }

    [Fact]
    public async Task Apply_FieldOfAnotherManagerThatWeNeverSet_IsRefused()
    {
        await Engine.ApplyAsync(Request(Two), default);
        cluster.Edit("other", Key("v1", "ConfigMap", "settings"), new JsonObject { ["data"] = new JsonObject { ["new"] = "theirs" } });

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Two.Replace("extra: \"1\"", "new: ours", StringComparison.Ordinal)), default));

        Assert.Equal("OPTA5521", e.Diagnostics[0].Code);
        Assert.Contains(".data.new is managed by \"other\"", e.Diagnostics[0].Evidence[0], StringComparison.Ordinal);
        Assert.Equal(ReleaseStatus.Failed, (await Engine.GetAsync("shop", "web", default))!.Status);
    }

    [Fact]
    public async Task Apply_ObjectOfSomebodyElse_IsRefusedBeforeAnythingChanges()
    {
        await cluster.CreateAsync(Object("v1", "ConfigMap", "settings"), new WriteOptions(), default);
        cluster.Mutations.Clear();

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Two), default));

        Assert.Equal("OPTA5522", Assert.Single(e.Diagnostics).Code);
        Assert.Empty(cluster.Mutations);
    }

    [Fact]
    public async Task Apply_TakeOwnership_Adopts()
    {
        await cluster.CreateAsync(Object("v1", "ConfigMap", "settings"), new WriteOptions(), default);

        await Engine.ApplyAsync(Request(Two) with { TakeOwnership = true }, default);

        Assert.Equal("web", cluster["ConfigMap", "settings"].GetAnnotation("meta.helm.sh/release-name"));
    }

    [Fact]
    public async Task Apply_NeverReady_KeepsEvidenceThenRollsBack()
    {
        await Engine.ApplyAsync(Request(Two), default);
        observer.State = key => new ObjectState(key.Kind.Kind != "Service", false, "no endpoints");

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Changed, new() { Atomic = true, Timeout = TimeSpan.FromSeconds(20) }), default));

        Assert.Equal("OPTA5530", e.Diagnostics[0].Code);
        Assert.Contains("within 20 s: no endpoints", e.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("evidence of Service shop/web", e.Diagnostics[0].Evidence);
        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
        Assert.True(cluster.Has("Deployment", "web"));
        Assert.False(cluster.Has("Service", "web"));
        Assert.Equal(
            [(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Failed), (3, ReleaseStatus.Deployed)],
            (await Engine.HistoryAsync("shop", "web", default)).Select(entry => (entry.Revision, entry.Status)));
    }

    [Fact]
    public async Task Apply_FirstInstallFailsAtomically_LeavesNothing()
    {
        observer.State = _ => new ObjectState(false, true, "crash loop");

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Two, new() { Atomic = true }), default));

        Assert.Contains("crash loop", e.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(cluster.Objects);
    }

    [Fact]
    public async Task Apply_FailedFirstInstall_IsRepeatedAsInstall()
    {
        observer.State = _ => new ObjectState(false, true, "crash loop");
        await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Two), default));
        observer.State = _ => new ObjectState(true, false, "");
        var source = new FakeSource(Changed);

        var info = await Engine.ApplyAsync(new ReleaseRequest("shop", "web", source), default);

        Assert.Equal((2, ReleaseStatus.Deployed, "Install complete"), (info.Revision, info.Status, info.Description));
        Assert.False(source.Asked[0].IsUpgrade);
        Assert.False(cluster.Has("Deployment", "web"));
    }

    [Fact]
    public async Task Apply_CleanupOnFail_DeletesWhatWasNew()
    {
        await Engine.ApplyAsync(Request(Two), default);
        observer.State = key => new ObjectState(key.Kind.Kind != "Service", true, "broken");

        await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(Changed, new() { CleanupOnFail = true }), default));

        Assert.False(cluster.Has("Service", "web"));
        Assert.True(cluster.Has("ConfigMap", "settings"));
    }

    [Fact]
    public async Task Rollback_PutsAnEarlierRevisionInForce()
    {
        await Engine.ApplyAsync(Request(Two), default);
        await Engine.ApplyAsync(Request(Changed), default);

        var info = await Engine.RollbackAsync(new RollbackRequest("shop", "web"), default);

        Assert.Equal((3, "Rollback to 1", ReleaseStatus.Deployed), (info.Revision, info.Description, info.Status));
        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
        Assert.False(cluster.Has("Service", "web"));
        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.RollbackAsync(new RollbackRequest("shop", "web", 9), default));
        Assert.Equal(("OPTA5515", "1, 2, 3"), (e.Diagnostics[0].Code, e.Diagnostics[0].Allowed));
    }

    [Fact]
    public async Task Uninstall_LeavesNothingButWhatIsKept()
    {
        var kept = Two + "\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: data\n  annotations:\n    helm.sh/resource-policy: keep\n";
        await Engine.ApplyAsync(Request(kept), default);

        await Engine.UninstallAsync(new UninstallRequest("shop", "web"), default);
        await Engine.UninstallAsync(new UninstallRequest("shop", "web"), default);

        Assert.Equal("data", Assert.Single(cluster.Objects).Key.Name);
    }

    [Fact]
    public async Task Uninstall_KeepHistory_RecordsIt()
    {
        await Engine.ApplyAsync(Request(Two), default);

        await Engine.UninstallAsync(new UninstallRequest("shop", "web") { KeepHistory = true }, default);

        var record = (await Engine.GetAsync("shop", "web", default))!;
        Assert.Equal(ReleaseStatus.Uninstalled, record.Status);
        Assert.NotNull(record.Deleted);
        Assert.Equal(2, (await Engine.ApplyAsync(Request(Two), default)).Revision);
    }

    [Fact]
    public async Task Hooks_RunInOrderAndAreDeletedByPolicy()
    {
        var hooks = new List<ReleaseHook>
        {
            FakeSource.Hook("late", "pre-install", 5, "Job", "hook-succeeded"),
            FakeSource.Hook("early", "pre-install", -5),
            FakeSource.Hook("after", "post-install"),
            FakeSource.Hook("upgrade-only", "pre-upgrade"),
        };

        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(Two) { Hooks = hooks }), default);

        Assert.Equal(
            ["POST Job shop/early", "POST Job shop/late", "DELETE Job shop/late", "POST Job shop/after"],
            cluster.Mutations.Where(mutation => mutation.Contains("Job", StringComparison.Ordinal)));
        var record = (await Engine.GetAsync("shop", "web", default))!;
        Assert.Equal(["Succeeded", "Succeeded", "Succeeded", ""], record.Document["hooks"]!.AsArray().Select(hook => hook!["last_run"]!["phase"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Hook_ThatFails_FailsTheReleaseBeforeItsObjects()
    {
        cluster.Controller = (_, written) => SetJob(written, "Failed");

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(Two) { Hooks = [FakeSource.Hook("migrate", "pre-install", 0, "Job", "hook-failed")] }), default));

        Assert.Equal("OPTA5531", e.Diagnostics[0].Code);
        Assert.Contains("evidence of Job shop/migrate", e.Diagnostics[0].Evidence);
        Assert.False(cluster.Has("Job", "migrate"));
        Assert.False(cluster.Has("ConfigMap", "settings"));
        Assert.Equal(ReleaseStatus.Failed, (await Engine.GetAsync("shop", "web", default))!.Status);
    }

    [Fact]
    public async Task Hook_ThatVanishesWhileWaitedFor_CountsAsDoneAsInHelm()
    {
        cluster.Controller = (fake, written) =>
        {
            if (written.GetName() == "brief")
                fake.Objects.Remove(fake.Objects.Keys.Single(key => key.Kind.Kind == "Job" && key.Name == "brief"));
        };
        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(Two) { Hooks = [FakeSource.Hook("brief", "pre-install")] }), default);

        var record = (await Engine.GetAsync("shop", "web", default))!;
        Assert.Equal((ReleaseStatus.Deployed, "Succeeded"), (record.Status, record.Document["hooks"]![0]!["last_run"]!["phase"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("BackoffLimitExceeded", "u1", false)]
    [InlineData("BackoffLimitExceeded", "u0", true)]
    [InlineData("SuccessfulDelete", "u1", true)]
    public async Task Hook_ThatVanishedAfterItFailed_IsKnownByItsEvents(string reason, string uid, bool done)
    {
        var key = new ObjectKey(new("batch", "v1", "Job"), "shop", "brief");
        var seen = new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = new JsonObject { ["name"] = "brief", ["namespace"] = "shop", ["uid"] = "u1" } };
        cluster.Objects[new(new("", "v1", "Event"), "shop", "e")] = new JsonObject
        {
            ["type"] = "Warning", ["reason"] = reason, ["message"] = "Job has reached the specified backoff limit", ["involvedObject"] = new JsonObject { ["uid"] = uid },
        };

        var (state, live) = await HookProgress.LookAsync(cluster, key, seen, default);

        Assert.Null(live);
        Assert.Equal((done, !done), (state.IsReady, state.HasFailed));
        Assert.Equal(!done, state.Reason.Contains("backoff limit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Crds_OfSubcharts_AreAStageOfTheirOwnBeforeTheObjects()
    {
        const string definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: {0}s.acme.test\nspec:\n  group: acme.test\n  names:\n    kind: {1}\n    plural: {0}s\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n      storage: true\n";
        cluster.Controller = (_, written) =>
        {
            if (written.Text("kind") == "CustomResourceDefinition")
                written["status"] = new JsonObject { ["storedVersions"] = new JsonArray("v1"), ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Established", ["status"] = "True" }) };
        };
        var folder = Directory.CreateTempSubdirectory("opta-subcrds");
        try
        {
            void Write(string name, string text)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.FullName, name))!);
                File.WriteAllText(Path.Combine(folder.FullName, name), text);
            }

            Write("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: sub, version: \">=0\", alias: als, condition: als.enabled}\n- {name: extra, version: \">=0\", condition: extra.enabled}\n");
            Write("values.yaml", "extra: {enabled: false}\n");
            Write("templates/a.yaml", "apiVersion: acme.test/v1\nkind: Inner\nmetadata: {name: t}\n");
            Write("crds/own.yaml", string.Format(System.Globalization.CultureInfo.InvariantCulture, definition, "outer", "Outer"));
            Write("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 1.0.0\n");
            Write("charts/sub/crds/inner.yaml", string.Format(System.Globalization.CultureInfo.InvariantCulture, definition, "inner", "Inner"));
            Write("charts/extra/Chart.yaml", "apiVersion: v2\nname: extra\nversion: 1.0.0\n");
            Write("charts/extra/crds/never.yaml", string.Format(System.Globalization.CultureInfo.InvariantCulture, definition, "never", "Never"));

            var source = new OptaPS.Helm.Provider.ChartReleaseSource(await OptaPS.Helm.Charts.ChartLoader.LoadAsync(folder.FullName), []);
            await Engine.ApplyAsync(new ReleaseRequest("shop", "web", source), default);
            var order = cluster.Mutations.Where(mutation => mutation.Contains("CustomResourceDefinition", StringComparison.Ordinal) || mutation.Contains("Inner", StringComparison.Ordinal)).Select(mutation => mutation.Split(' ', 2)[1]).ToList();
            cluster.Mutations.Clear();
            Write("charts/sub/crds/inner.yaml", string.Format(System.Globalization.CultureInfo.InvariantCulture, definition, "inner", "Inner").Replace("plural: inners", "plural: inners\n    shortNames: [in]", StringComparison.Ordinal));
            var newer = new OptaPS.Helm.Provider.ChartReleaseSource(await OptaPS.Helm.Charts.ChartLoader.LoadAsync(folder.FullName), []);
            await Engine.ApplyAsync(new ReleaseRequest("shop", "web", newer), default);

            Assert.Equal(["CustomResourceDefinition outers.acme.test", "CustomResourceDefinition inners.acme.test", "Inner shop/t"], order);
            Assert.Single(cluster.Mutations, mutation => mutation.Contains("CustomResourceDefinition inners.acme.test", StringComparison.Ordinal));
            Assert.False(cluster.Has("CustomResourceDefinition", "nevers.acme.test"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Test_RunsEveryTestHook()
    {
        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(Two) { Hooks = [FakeSource.Hook("bad", "test"), FakeSource.Hook("good", "test", 1)] }), default);
        cluster.Controller = (_, written) => SetJob(written, written.GetName() == "bad" ? "Failed" : "Complete");

        var results = await Engine.TestAsync("shop", "web", new ReleaseOptions(), default);

        Assert.Equal([("bad", "Failed"), ("good", "Succeeded")], results.Select(result => (result.Name, result.Phase)));
        Assert.NotEmpty(results[0].Evidence);
    }

    [Fact]
    public async Task MaxHistory_PrunesTheOldest()
    {
        for (var i = 0; i < 5; i++)
            await Engine.ApplyAsync(Request(Two, new() { MaxHistory = 3 }), default);

        Assert.Equal([3, 4, 5], (await Engine.HistoryAsync("shop", "web", default)).Select(entry => entry.Revision));
    }

    [Fact]
    public async Task Apply_RemovedApiVersionInTheRecord_DoesNotBlock()
    {
        cluster.Served.Add(FakeCluster.Kind("policy", "v1beta1", "PodDisruptionBudget"));
        cluster.Served.Add(FakeCluster.Kind("policy", "v1beta1", "PodSecurityPolicy", false));
        await Engine.ApplyAsync(Request(Two + "\n---\napiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  minAvailable: 1\n---\napiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: web\n"), default);
        // The API server was upgraded: the old version is gone, the object is served under the new one, the dead kind is not served at all.
        cluster.Served.RemoveAll(resource => resource.Kind.Version == "v1beta1");
        var old = cluster.Objects.First(entry => entry.Key.Kind.Kind == "PodDisruptionBudget");
        cluster.Objects.Remove(old.Key);
        cluster.Objects[Key("policy/v1", "PodDisruptionBudget", "web")] = old.Value;

        var info = await Engine.ApplyAsync(Request(Two), default);

        Assert.Equal(ReleaseStatus.Deployed, info.Status);
        Assert.False(cluster.Has("PodDisruptionBudget", "web"));
    }

    [Fact]
    public async Task Apply_UnknownKind_IsRefusedWithTheServedVersion()
    {
        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n"), default));

        Assert.Equal(("OPTA5504", "policy/v1"), (e.Diagnostics[0].Code, e.Diagnostics[0].Nearest));
    }

    [Fact]
    public async Task Apply_RecordLargerThanASecret_IsRefusedBeforeAnythingChanges()
    {
        var source = new BigSource();

        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(new ReleaseRequest("shop", "web", source), default));

        Assert.Equal("OPTA5502", e.Diagnostics[0].Code);
        Assert.StartsWith("files/big.bin: 2", e.Diagnostics[0].Evidence[0], StringComparison.Ordinal);
        Assert.Empty(cluster.Mutations);
    }

    [Fact]
    public async Task Crds_AreInstalledUpgradedAndProtected()
    {
        const string one = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.acme.test\nspec:\n  group: acme.test\n  names:\n    kind: Thing\n    plural: things\n  scope: Namespaced\n  versions:\n    - name: v1\n      served: true\n";
        cluster.Controller = (_, written) =>
        {
            if (written.Text("kind") == "CustomResourceDefinition")
                written["status"] = new JsonObject { ["storedVersions"] = new JsonArray("v1"), ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Established", ["status"] = "True" }) };
        };
        const string thing = "apiVersion: acme.test/v1\nkind: Thing\nmetadata:\n  name: t\n";
        var diff = await Engine.DiffAsync(new ReleaseRequest("shop", "web", new FakeSource(thing) { Crds = [one] }), [], default);

        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(thing) { Crds = [one] }), default);
        cluster.Mutations.Clear();
        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(thing) { Crds = [one] }), default);
        Assert.DoesNotContain(cluster.Mutations, mutation => mutation.Contains("CustomResourceDefinition", StringComparison.Ordinal));
        await Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(thing) { Crds = [one.Replace("served: true", "served: true\n      storage: true", StringComparison.Ordinal)] }), default);
        Assert.Single(cluster.Mutations, mutation => mutation.Contains("CustomResourceDefinition", StringComparison.Ordinal));
        var e = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(new ReleaseRequest("shop", "web", new FakeSource(thing) { Crds = [one.Replace("name: v1", "name: v2", StringComparison.Ordinal)] }), default));

        Assert.Equal(["CustomResourceDefinition things.acme.test", "Thing shop/t"], diff.Objects.Select(child => child.Name));
        Assert.False(diff.Exact);
        Assert.Equal("OPTA5541", e.Diagnostics[0].Code);
        await Engine.UninstallAsync(new UninstallRequest("shop", "web"), default);
        Assert.True(cluster.Has("CustomResourceDefinition", "things.acme.test"));
    }

    [Fact]
    public async Task Diff_MasksSecrets()
    {
        const string secret = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n  password: b2xk\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  url: postgres://u:hunter2@db\n";
        await Engine.ApplyAsync(Request(secret.Replace("hunter2", "other", StringComparison.Ordinal)), default);

        var diff = await Engine.DiffAsync(Request(secret.Replace("b2xk", "bmV3", StringComparison.Ordinal)), ["hunter2"], default);

        Assert.Equal(2, diff.Objects.Count);
        Assert.All(diff.Objects.SelectMany(child => child.Properties), change => Assert.True(change.Sensitive));
        Assert.DoesNotContain("hunter2", string.Concat(diff.Objects.SelectMany(child => child.Properties).Select(change => change.After)), StringComparison.Ordinal);
        Assert.DoesNotContain("bmV3", string.Concat(diff.Objects.SelectMany(child => child.Properties).Select(change => change.After)), StringComparison.Ordinal);
        Assert.Equal([PlannedAction.Update, PlannedAction.Update], diff.Objects.Select(child => child.Action));
    }

    [Fact]
    public async Task Apply_WebhookWhosePodsAreStarting_IsWaitedFor()
    {
        var refusals = 3;
        cluster.Refuses = (method, document) => method == "APPLY" && document.Text("kind") == "Deployment" && refusals-- > 0
            ? new KubernetesException(KubernetesFailure.Server, "refused") { Cause = "Internal error occurred: failed calling webhook \"inject\": no endpoints available" }
            : null;

        var info = await Engine.ApplyAsync(Request(Two), default);

        Assert.Equal((1, ReleaseStatus.Deployed), (info.Revision, info.Status));
        Assert.True(cluster.Has("Deployment", "web"));
    }

    [Fact]
    public async Task List_GivesTheNewestRevisionOfEach()
    {
        await Engine.ApplyAsync(Request(Two), default);
        await Engine.ApplyAsync(Request(Changed), default);
        await Engine.ApplyAsync(new ReleaseRequest("other", "api", new FakeSource("")), default);

        Assert.Equal([("other", "api", 1), ("shop", "web", 2)], (await Engine.ListAsync(null, default)).Select(info => (info.Namespace, info.Name, info.Revision)));
    }

    internal static void CompleteJobs(FakeCluster cluster, JsonObject written) => SetJob(written, "Complete");

    internal static ObjectKey Key(string apiVersion, string kind, string name) => ObjectKey.Of(apiVersion, kind, "shop", name);

    private static void SetJob(JsonObject written, string type)
    {
        if (written.Text("kind") == "Job")
            written["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = type, ["status"] = "True", ["reason"] = "R", ["message"] = "m" }) };
    }

    private static JsonObject Object(string apiVersion, string kind, string name) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
    };

    private static ReleaseRequest Request(string manifest, ReleaseOptions? options = null) => new("shop", "web", new FakeSource(manifest)) { Options = options ?? new() };

    private sealed class BigSource : IReleaseSource
    {
        public Task<ReleaseContent> RenderAsync(ReleaseContext context, CancellationToken cancellationToken)
        {
            var bytes = new byte[2_000_000];
            new Random(1).NextBytes(bytes);
            var chart = FakeSource.Chart("1.0.0");
            chart["files"] = new JsonArray(new JsonObject { ["name"] = "files/big.bin", ["data"] = Convert.ToBase64String(bytes) }, new JsonObject { ["name"] = "small", ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("x")) });
            return Task.FromResult(new ReleaseContent(chart, [], ""));
        }
    }
}

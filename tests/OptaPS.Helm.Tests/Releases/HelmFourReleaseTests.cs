using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Repositories;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;
using OptaPS.Targets;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>Releases that a real Helm 4 made, taken over with the very chart they were made of.</summary>
public sealed class HelmFourReleaseTests : IDisposable
{
    private const string FirstDeployed = "2026-11-21T18:00:5";
    private static readonly Ownership Owner = new("acme", "staging", "staging/hello");

    private readonly FakeCluster client = new();
    private readonly JumpingTime time = new();
    private readonly ChartFetcher fetcher = new(new ChartSourceOptions(EndpointSet.Cloud, ChartLock.Empty), TimeProvider.System);
    private readonly ChartLibrary library;

    public HelmFourReleaseTests() => library = new ChartLibrary(fetcher, new EmbeddedChartSource(["web"], _ => Chart()));

    private ReleaseEngine Engine => new(client, new FakeObserver(), time);

    private HelmResourceProvider Provider => new((_, _) => Task.FromResult<IKubernetesClient>(client), _ => new FakeObserver(), library, time);

    public void Dispose() => fetcher.Dispose();

    [Theory]
    [InlineData("web", ApplyMethod.ServerSide, "ssa")]
    [InlineData("old", ApplyMethod.ClientSide, "csa")]
    public async Task Release_IsAdoptedAsItIs_ThenUpgradedByItsOwnMethod(string name, ApplyMethod method, string word)
    {
        var space = await RestoreAsync(name, method);
        var extra = name == "web";

        var adopted = await PlanAsync(name, space, extra);
        var upgraded = await Engine.ApplyAsync(new ReleaseRequest(space, name, await SourceAsync(new JsonObject { ["color"] = "green", ["extra"] = false })) { Labels = new Dictionary<string, string> { ["team"] = "green" } }, default);

        Assert.Equal((PlannedAction.Adopt, 0), (adopted.Action, adopted.Children.Count));
        Assert.Equal((2, ReleaseStatus.Deployed, method), (upgraded.Revision, upgraded.Status, upgraded.Method));
        var settings = (await client.GetAsync(ObjectKey.Of("v1", "ConfigMap", space, $"{name}-settings"), default))!;
        Assert.Equal("{\"color\":\"green\"}", settings["data"]!.ToJsonString());
        var record = (await Engine.GetAsync(space, name, default))!;
        Assert.Equal(word, record.Document["apply_method"]!.GetValue<string>());
        Assert.Equal((await Engine.GetAsync(space, name, default, 1))!.Document["info"]!["first_deployed"]!.GetValue<string>(), record.Document["info"]!["first_deployed"]!.GetValue<string>());
        Assert.StartsWith(FirstDeployed, record.Document["info"]!["first_deployed"]!.GetValue<string>(), StringComparison.Ordinal);

        var back = await Engine.RollbackAsync(new RollbackRequest(space, name, 1), default);

        Assert.Equal((3, "Rollback to 1", method), (back.Revision, back.Description, back.Method));
        var labels = (await Engine.GetAsync(space, name, default))!.Labels;
        Assert.Equal(name == "web" ? "blue" : null, labels.GetValueOrDefault("team"));
        settings = (await client.GetAsync(ObjectKey.Of("v1", "ConfigMap", space, $"{name}-settings"), default))!;
        Assert.Equal(extra ? "{\"color\":\"blue\",\"extra\":\"1\"}" : "{\"color\":\"blue\"}", settings["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Hooks_ThatRan_NameTheirDeletePolicyAsHelmDoes()
    {
        var recorded = ReleaseCodec.Decode(RecordedSecret.Payload("web"), "s").Hooks;

        await Engine.ApplyAsync(new ReleaseRequest("hooks", "web", await SourceAsync([])) { CreateNamespace = true }, default);

        var hooks = (await Engine.GetAsync("hooks", "web", default))!.Hooks;
        Assert.Equal(recorded.Select(hook => (hook.Name, string.Join(',', hook.DeletePolicies))), hooks.Select(hook => (hook.Name, string.Join(',', hook.DeletePolicies))));
    }

    private static Dictionary<string, byte[]> Chart()
    {
        var chart = ReleaseCodec.Decode(RecordedSecret.Payload("web"), "s").Document["chart"]!;
        var files = chart["templates"]!.AsArray().ToDictionary(file => file!["name"]!.GetValue<string>(), file => Convert.FromBase64String(file!["data"]!.GetValue<string>()), StringComparer.Ordinal);
        files["Chart.yaml"] = Encoding.UTF8.GetBytes(chart["metadata"]!.ToJsonString());
        files["values.yaml"] = Encoding.UTF8.GetBytes(chart["values"]!.ToJsonString());
        return files;
    }

    // The record, and the object that it says is there, as its manager "helm" wrote it.
    private async Task<string> RestoreAsync(string name, ApplyMethod method)
    {
        await client.CreateAsync(RecordedSecret.Read(name), new WriteOptions { FieldManager = "Helm" }, default);
        var settings = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{name}-settings",
                ["namespace"] = "shop",
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "Helm" },
                ["annotations"] = new JsonObject { ["meta.helm.sh/release-name"] = name, ["meta.helm.sh/release-namespace"] = "shop" },
            },
            ["data"] = name == "web" ? new JsonObject { ["color"] = "blue", ["extra"] = "1" } : new JsonObject { ["color"] = "blue" },
        };
        _ = method == ApplyMethod.ServerSide
            ? await client.ApplyAsync(settings, new ApplyOptions { FieldManager = "helm" }, default)
            : await client.CreateAsync(settings, new WriteOptions { FieldManager = "helm" }, default);
        return "shop";
    }

    private async Task<IReleaseSource> SourceAsync(JsonObject values) =>
        (await library.OpenAsync(new ChartSpecification(null, "web", null), null, default)).WithValues(values);

    private Task<PlannedChange> PlanAsync(string name, string space, bool extra) => Provider.PlanAsync(
        new(
            "app/release",
            "release",
            Owner,
            new JsonObject { ["credential"] = new JsonObject { ["kind"] = "kubeconfig" } },
            new JsonObject
            {
                ["name"] = name,
                ["namespace"] = space,
                ["chart"] = new JsonObject { ["embedded"] = "web" },
                ["values"] = extra ? [] : new JsonObject { ["extra"] = false },
                ["timeoutSeconds"] = 60,
            },
            null,
            null),
        default);
}

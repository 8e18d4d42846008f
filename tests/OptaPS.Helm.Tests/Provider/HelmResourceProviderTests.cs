using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Helm.Tests.Releases;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Provider;

public class HelmResourceProviderTests
{
    private static readonly JsonObject Connection = new() { ["endpoint"] = "https://fake.test", ["credential"] = new JsonObject { ["kind"] = "none" } };
    private static readonly Ownership Owner = new("acme", "staging", "staging/hello");

    private readonly FakeCluster cluster = new() { Controller = ReleaseEngineTests.CompleteJobs };
    private readonly FakeObserver observer = new();
    private readonly FakeLibrary library = new();
    private readonly JumpingTime time = new();

    private HelmResourceProvider Provider => new((_, _) => Task.FromResult<IKubernetesClient>(cluster), _ => observer, library, time);

    [Fact]
    public async Task Create_AppliesThenWaitsByHandle()
    {
        observer.State = _ => new ObjectState(false, false, "starting");

        var started = await Provider.CreateAsync(CreateRequest(Document("blue")), default);
        var waiting = await Provider.PollAsync(Poll(started), default);
        observer.State = _ => new ObjectState(true, false, "");
        var done = await Provider.PollAsync(Poll(waiting), default);

        Assert.Equal((OperationStatus.Pending, OperationStatus.Pending, OperationStatus.Done), (started.Status, waiting.Status, done.Status));
        Assert.Equal("shop/web", done.Identifier);
        Assert.Equal(("deployed", 1), (done.Properties!["status"]!.GetValue<string>(), done.Properties["revision"]!.GetValue<int>()));
        Assert.Equal("sha256:d1", done.Properties["chart"]!["digest"]!.GetValue<string>());
    }

    [Fact]
    public async Task Create_SentTwiceWithTheSameToken_MakesOneRevision()
    {
        await FinishAsync(await Provider.CreateAsync(CreateRequest(Document("blue")), default));
        cluster.Mutations.Clear();

        var again = await Provider.CreateAsync(CreateRequest(Document("blue")), default);

        Assert.Equal(OperationStatus.Done, again.Status);
        Assert.Empty(cluster.Mutations);
    }

    [Fact]
    public async Task Plan_AfterApply_IsNoneWithoutAnyMutation()
    {
        var live = await ApplyAsync(Document("blue"));
        cluster.Mutations.Clear();

        var plan = await Provider.PlanAsync(Plan(Document("blue"), Document("blue"), live), default);

        Assert.Equal((PlannedAction.None, true), (plan.Action, plan.Exact));
        Assert.Empty(cluster.Mutations);
        Assert.Equal(0, cluster.DryRuns);
    }

    [Fact]
    public async Task Plan_ChartThatIsRandom_IsStillNone()
    {
        library.Random = true;
        var live = await ApplyAsync(Document("blue"));

        Assert.Equal(PlannedAction.None, (await Provider.PlanAsync(Plan(Document("blue"), Document("blue"), live), default)).Action);
        Assert.Equal(PlannedAction.Update, (await Provider.PlanAsync(Plan(Document("red"), Document("blue"), live), default)).Action);
    }

    [Fact]
    public async Task Plan_ChangedValue_ShowsObjectAndSource()
    {
        var live = await ApplyAsync(Document("blue"));
        var request = Plan(Document("red"), Document("blue"), live) with { ValueSources = new Dictionary<string, string> { ["/values/color"] = "hello.yaml:3:4" } };

        var plan = await Provider.PlanAsync(request, default);

        Assert.Equal(PlannedAction.Update, plan.Action);
        var value = Assert.Single(plan.Properties);
        Assert.Equal(("/values/color", "blue", "red", "hello.yaml:3:4"), (value.Path, value.Before!.GetValue<string>(), value.After!.GetValue<string>(), value.Source));
        var child = Assert.Single(plan.Children);
        Assert.Equal(("ConfigMap shop/settings", "/data/color"), (child.Name, Assert.Single(child.Properties).Path));
    }

    [Fact]
    public async Task Plan_Drift_IsFoundAndRepaired()
    {
        var live = await ApplyAsync(Document("blue"));
        cluster.Edit("kubectl-edit", ObjectKey.Of("v1", "ConfigMap", "shop", "settings"), new JsonObject { ["data"] = new JsonObject { ["color"] = "pink" } });

        var plan = await Provider.PlanAsync(Plan(Document("blue"), Document("blue"), live), default);
        await FinishAsync(await Provider.UpdateAsync(Update(Document("blue"), "t2"), default));

        Assert.Equal(PlannedAction.Update, plan.Action);
        Assert.Equal(["ConfigMap shop/settings changed outside OptaPS"], plan.Reasons);
        Assert.True(plan.Children[0].Properties[0].Drift);
        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
    }

    [Fact]
    public async Task Plan_DeletedObject_IsMadeAgain()
    {
        var live = await ApplyAsync(Document("blue"));
        cluster.Objects.Remove(ObjectKey.Of("v1", "ConfigMap", "shop", "settings"));

        var plan = await Provider.PlanAsync(Plan(Document("blue"), Document("blue"), live), default);

        Assert.Equal(PlannedAction.Update, plan.Action);
        Assert.Equal(PlannedAction.Create, Assert.Single(plan.Children).Action);
    }

    [Fact]
    public async Task Plan_Secrets_AreMaskedEverywhere()
    {
        var live = await ApplyAsync(Document("hunter2"));

        var plan = await Provider.PlanAsync(Plan(Document("correct horse"), Document("hunter2"), live) with { SensitivePaths = ["/values/color"] }, default);

        var shown = string.Join('\n', plan.Properties.Concat(plan.Children.SelectMany(child => child.Properties)).Select(change => $"{change.Before} {change.After}"));
        Assert.DoesNotContain("correct horse", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", string.Join('\n', plan.Properties.Select(change => $"{change.Before} {change.After}")), StringComparison.Ordinal);
        Assert.True(plan.Properties[0].Sensitive);
    }

    [Fact]
    public async Task Plan_UnknownValue_IsNotExactAndUsesWhatIsRecorded()
    {
        var live = await ApplyAsync(Document("blue"));
        var desired = Document("blue");
        desired["values"]!["color"] = Expression.Reference("base/vpc", "Color");

        var plan = await Provider.PlanAsync(Plan(desired, Document("blue"), live), default);
        var first = await Provider.PlanAsync(Plan(desired, null, null) with { Connection = null }, default);

        Assert.Equal((PlannedAction.Update, false), (plan.Action, plan.Exact));
        Assert.True(Assert.Single(plan.Properties).Unknown);
        Assert.Empty(plan.Children);
        Assert.Equal((PlannedAction.Create, false), (first.Action, first.Exact));
        Assert.Equal("ConfigMap shop/settings", Assert.Single(first.Children).Name);
    }

    [Fact]
    public async Task Plan_ForTheFirstTime_ListsEveryObject()
    {
        var plan = await Provider.PlanAsync(Plan(Document("blue"), null, null), default);

        Assert.Equal((PlannedAction.Create, true), (plan.Action, plan.Exact));
        Assert.Equal("ConfigMap shop/settings", Assert.Single(plan.Children).Name);
        Assert.Empty(cluster.Mutations);
    }

    [Fact]
    public async Task Create_Failing_CarriesEvidenceAndIdentifier()
    {
        observer.State = _ => new ObjectState(false, true, "ImagePullBackOff");

        var progress = await Provider.CreateAsync(CreateRequest(Document("blue")), default);

        Assert.Equal((OperationStatus.Failed, "shop/web"), (progress.Status, progress.Identifier));
        Assert.Equal("OPTA5530", progress.Failure!.Diagnostic.Code);
        Assert.NotEmpty(progress.Failure.Diagnostic.Evidence);
    }

    [Fact]
    public async Task Create_KilledAtEveryMutation_IsFoundAndFinished()
    {
        for (var n = 1; ; n++)
        {
            var fake = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs, DiesAt = n };
            var provider = new HelmResourceProvider((_, _) => Task.FromResult<IKubernetesClient>(fake), _ => observer, library, time);
            var killed = false;
            try
            {
                await provider.CreateAsync(CreateRequest(Document("blue")), default);
            }
            catch (KilledException)
            {
                killed = true;
            }

            fake.DiesAt = int.MaxValue;
            var found = await provider.FindAsync(CreateRequest(Document("blue")), default);
            if (found is null)
                await provider.CreateAsync(CreateRequest(Document("blue")), default);
            else if ((await provider.PlanAsync(Plan(Document("blue"), null, found), default)).Action == PlannedAction.Update)
                await provider.UpdateAsync(Update(Document("blue"), "t2"), default);

            var live = await provider.ReadAsync(new ReadRequest("app/release", "release", Owner, Connection, "shop/web", null), default);
            Assert.Equal("deployed", live!.Properties["status"]!.GetValue<string>());
            Assert.Equal("blue", fake["ConfigMap", "settings"].TextAt("data", "color"));
            if (!killed)
                break;
        }
    }

    [Fact]
    public async Task Delete_LeavesNothing_NotEvenTheNamespaceItMade()
    {
        var document = Document("blue");
        document["createNamespace"] = true;
        await FinishAsync(await Provider.CreateAsync(CreateRequest(document), default));
        Assert.True(cluster.Has("Namespace", "shop"));

        var gone = await Provider.DeleteAsync(new DeleteRequest("app/release", "release", Owner, Connection, "shop/web", document, "t3"), default);

        Assert.Equal(OperationStatus.Done, gone.Status);
        Assert.Empty(cluster.Objects);
        Assert.Null(await Provider.ReadAsync(new ReadRequest("app/release", "release", Owner, Connection, "shop/web", null), default));
    }

    [Fact]
    public async Task List_GivesTheLayersReleases()
    {
        var provider = Provider;
        await provider.CreateAsync(CreateRequest(Document("blue")), default);

        Assert.Equal(["shop/web"], (await provider.ListAsync(Owner, default).ToListAsync()).Select(snapshot => snapshot.Identifier));
        Assert.Empty(await provider.ListAsync(Owner with { Layer = "other" }, default).ToListAsync());
    }

    [Fact]
    public void Validate_NamesEveryFault()
    {
        var findings = Provider.Validate(new ResourceNode("app/release", new("helm", "release"), new JsonObject { ["name"] = "Bad_Name", ["chart"] = new JsonObject(), ["wait"] = "yes", ["colour"] = 1 }));

        Assert.Equal(5, findings.Count);
        Assert.All(findings, finding => Assert.Equal("OPTA5507", finding.Code));
        Assert.Empty(Provider.Validate(new ResourceNode("app/release", new("helm", "release"), Document("blue"))));
    }

    private static JsonObject Document(string color) => new()
    {
        ["name"] = "web",
        ["namespace"] = "shop",
        ["chart"] = new JsonObject { ["embedded"] = "demo" },
        ["values"] = new JsonObject { ["color"] = color },
        ["timeoutSeconds"] = 60,
    };

    private static CreateRequest CreateRequest(JsonObject document) => new("app/release", "release", Owner, Connection, document, "t1");

    private static UpdateRequest Update(JsonObject document, string token) => new("app/release", "release", Owner, Connection, "shop/web", document, document, token);

    private static PlanRequest Plan(JsonObject desired, JsonObject? recorded, ResourceSnapshot? live) => new("app/release", "release", Owner, Connection, desired, recorded, live);

    private static PollRequest Poll(OperationProgress progress) => new("app/release", "release", Owner, Connection, progress.Handle!, progress.Identifier, Document("blue"));

    private async Task<ResourceSnapshot> ApplyAsync(JsonObject document)
    {
        var done = await FinishAsync(await Provider.CreateAsync(CreateRequest(document), default));
        return new ResourceSnapshot(done.Identifier!, done.Properties!);
    }

    private async Task<OperationProgress> FinishAsync(OperationProgress progress)
    {
        while (progress.Status == OperationStatus.Pending)
            progress = await Provider.PollAsync(Poll(progress), default);
        Assert.Equal(OperationStatus.Done, progress.Status);
        return progress;
    }

    private sealed class FakeLibrary : IChartLibrary
    {
        private int rendered;

        public bool Random { get; set; }

        public Task<ReleaseChart> OpenAsync(ChartSpecification chart, string? recordedDigest, CancellationToken cancellationToken) =>
            Task.FromResult(new ReleaseChart("demo", "1.0.0", "sha256:d1", values => new FakeSource(() => Manifest(values)) { Config = values }));

        private string Manifest(JsonObject values)
        {
            var source = $"---\n# Source: demo/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  color: {values["color"]}\n";
            return Random ? source + $"---\n# Source: demo/templates/s.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: random\nstringData:\n  password: p{rendered++}\n" : source;
        }
    }
}

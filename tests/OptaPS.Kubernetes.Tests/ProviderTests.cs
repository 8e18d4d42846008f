using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Secrets;

namespace OptaPS.Kubernetes.Tests;

public sealed class ProviderTests : IAsyncDisposable
{
    private const string ConfigMapPath = "/api/v1/namespaces/hello/configmaps/app";
    private const string DeploymentPath = "/apis/apps/v1/namespaces/hello/deployments/app";
    private static readonly Ownership Owner = new("acme", "staging", "staging/hello");
    private readonly FakeCluster cluster = new();
    private readonly KubernetesClientFactory factory = new([new TestSource()], Clients.Quick, TimeProvider.System);
    private readonly KubernetesResourceProvider provider;

    public ProviderTests() => provider = new(factory, TimeProvider.System, new() { Readiness = TimeSpan.FromSeconds(60), Deletion = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(10) });

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await cluster.DisposeAsync();
    }

    private static JsonObject ConfigMap(string value = "1") => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "app", ["namespace"] = "hello" },
        ["data"] = new JsonObject { ["key"] = value },
    };

    private static JsonObject Deployment(string image) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "app", ["namespace"] = "hello" },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "app" } },
            ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = image }) } },
        },
    };

    private CreateRequest Create(string type, JsonObject desired) => new("m/x", type, Owner, cluster.Connection, desired, "token");

    private PlanRequest Plan(string type, JsonObject desired, JsonObject? recorded, ResourceSnapshot? live) => new("m/x", type, Owner, cluster.Connection, desired, recorded, live);

    private Task<ResourceSnapshot?> Read(string type, string identifier) => provider.ReadAsync(new("m/x", type, Owner, cluster.Connection, identifier, null), default);

    [Fact]
    public async Task CreateReadPlan_NothingChanged_IsNoneWithoutAnyMutation()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        Assert.Equal(OperationStatus.Done, done.Status);
        Assert.StartsWith("hello/app@", done.Identifier);
        var live = await Read("v1/ConfigMap", done.Identifier!);
        Assert.Equal("m/x", live!.OwnerAddress);
        Assert.Equal("staging.hello", live.Properties.GetLabel("optaps.dev/layer"));
        var before = cluster.Server.Requests.Count;
        var plan = await provider.PlanAsync(Plan("v1/ConfigMap", ConfigMap(), ConfigMap(), live), default);
        Assert.Equal(PlannedAction.None, plan.Action);
        Assert.Equal(before, cluster.Server.Requests.Count);
        Assert.Single(cluster.Mutations);
    }

    [Fact]
    public async Task ManyObjectsOfOneKind_AreReadByOneList_AndOnesWithoutTheirMarkAreLeftToSingleReads()
    {
        var identifiers = new List<string>();
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            var map = ConfigMap(name);
            map["metadata"]!["name"] = name;
            identifiers.Add((await provider.CreateAsync(Create("v1/ConfigMap", map), default)).Identifier!);
        }

        ((JsonObject)cluster.Objects["/api/v1/namespaces/hello/configmaps/b"]["metadata"]!).Remove("labels");
        cluster.Objects.TryRemove("/api/v1/namespaces/hello/configmaps/c", out _);
        var before = cluster.Server.Requests.Count;
        var found = await provider.ReadManyAsync([.. identifiers.Select(identifier => new ReadRequest("m/" + identifier, "v1/ConfigMap", Owner, cluster.Connection, identifier, null))], default);
        Assert.Equal([("m/" + identifiers[0], "a"), ("m/" + identifiers[3], "d")], found.Select(pair => (pair.Key, pair.Value!.Properties["data"]!["key"]!.ToString())).Order());
        Assert.Equal(identifiers[0], found["m/" + identifiers[0]]!.Identifier);
        Assert.Equal(1, cluster.Server.Requests.Count - before);
    }

    [Fact]
    public async Task Plan_ChangedAndRemovedFields_AreNamedWithPointers()
    {
        var old = ConfigMap();
        old["data"]!["gone"] = "x";
        var done = await provider.CreateAsync(Create("v1/ConfigMap", old), default);
        var live = await Read("v1/ConfigMap", done.Identifier!);
        var request = Plan("v1/ConfigMap", ConfigMap("2"), old, live) with { ValueSources = new Dictionary<string, string> { ["/data/key"] = "hello.yaml:3:4" } };
        var plan = await provider.PlanAsync(request, default);
        Assert.Equal(PlannedAction.Update, plan.Action);
        Assert.Equal(["/data/gone", "/data/key"], plan.Properties.Select(change => change.Path).Order());
        var key = plan.Properties.Single(change => change.Path == "/data/key");
        Assert.Equal(("1", "2", false, "hello.yaml:3:4"), (key.Before!.ToString(), key.After!.ToString(), key.Drift, key.Source));
        Assert.Single(cluster.Mutations);

        await provider.UpdateAsync(new("m/x", "v1/ConfigMap", Owner, cluster.Connection, done.Identifier!, ConfigMap("2"), old, "t"), default);
        Assert.False(cluster.Objects[ConfigMapPath]["data"]!.AsObject().ContainsKey("gone"));
    }

    [Fact]
    public async Task Plan_ChangedOutside_IsDrift()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        cluster.Objects[ConfigMapPath]["data"]!["key"] = "edited";
        var plan = await provider.PlanAsync(Plan("v1/ConfigMap", ConfigMap(), ConfigMap(), await Read("v1/ConfigMap", done.Identifier!)), default);
        Assert.True(Assert.Single(plan.Properties).Drift);
        Assert.Contains("outside", plan.Reasons[0]);
    }

    [Fact]
    public async Task Plan_SecretValue_IsMasked()
    {
        JsonObject Document(string text) => new() { ["metadata"] = new JsonObject { ["name"] = "s", ["namespace"] = "hello" }, ["stringData"] = new JsonObject { ["password"] = text } };
        var done = await provider.CreateAsync(Create("v1/Secret", Document("hunter2")), default);
        Assert.Equal("aHVudGVyMg==", cluster.Objects["/api/v1/namespaces/hello/secrets/s"]["data"]!["password"]!.ToString());
        var live = await Read("v1/Secret", done.Identifier!);
        Assert.Equal(PlannedAction.None, (await provider.PlanAsync(Plan("v1/Secret", Document("hunter2"), Document("hunter2"), live), default)).Action);
        var change = Assert.Single((await provider.PlanAsync(Plan("v1/Secret", Document("other"), Document("hunter2"), live), default)).Properties);
        Assert.True(change.Sensitive);
        Assert.Equal(Secret.Mask, change.Before!.ToString());
        Assert.Equal(Secret.Mask, change.After!.ToString());
        Assert.Contains("/data", provider.TraitsOf("v1/Secret").Sensitive);
    }

    [Fact]
    public async Task Plan_NoConnectionOrUnknownValue_IsInexact()
    {
        var plan = await provider.PlanAsync(Plan("v1/ConfigMap", ConfigMap(), null, null) with { Connection = null }, default);
        Assert.Equal((PlannedAction.Create, false), (plan.Action, plan.Exact));
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        var desired = ConfigMap();
        desired["data"]!["key"] = Expression.Reference("m/other", "Value");
        plan = await provider.PlanAsync(Plan("v1/ConfigMap", desired, ConfigMap(), await Read("v1/ConfigMap", done.Identifier!)), default);
        Assert.Equal((PlannedAction.Update, false, "/data/key", true), (plan.Action, plan.Exact, plan.Properties[0].Path, plan.Properties[0].Unknown));
    }

    [Fact]
    public async Task Plan_ImmutableField_IsReplace()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        var live = await Read("v1/ConfigMap", done.Identifier!);
        cluster.Intercept = request => request.Method == "PATCH"
            ? TestReply.StatusOf(422, "Invalid", "ConfigMap is invalid", new JsonArray(new JsonObject { ["reason"] = "FieldValueForbidden", ["field"] = "data", ["message"] = "Forbidden: field is immutable when `immutable` is set" }))
            : null;
        var plan = await provider.PlanAsync(Plan("v1/ConfigMap", ConfigMap("2"), ConfigMap(), live), default);
        Assert.Equal(PlannedAction.Replace, plan.Action);
        Assert.Contains("immutable", plan.Reasons[0]);
        Assert.True(plan.Properties.Single(change => change.Path == "/data/key").ForcesReplace);
    }

    [Fact]
    public async Task Create_ForeignObjectOfThatName_IsRefusedUntouched()
    {
        cluster.Put(ConfigMapPath, Clients.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"app","namespace":"hello","labels":{"app.kubernetes.io/managed-by":"Helm"}}}"""));
        var result = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        Assert.Equal("OPTA4044", result.Failure!.Diagnostic.Code);
        Assert.Contains("Helm", result.Failure.Diagnostic.Message);
        Assert.Empty(cluster.Mutations);
        Assert.Null(await provider.FindAsync(Create("v1/ConfigMap", ConfigMap()), default));
    }

    [Fact]
    public async Task Find_LostCreate_IsFoundByNameAndMark()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        Assert.Equal(done.Identifier, (await provider.FindAsync(Create("v1/ConfigMap", ConfigMap()), default))!.Identifier);
        Assert.Null(await provider.FindAsync(Create("v1/ConfigMap", ConfigMap()) with { Owner = Owner with { Layer = "staging/other" } }, default));
        Assert.Equal([done.Identifier], (await provider.ListAsync(Owner, default).ToListAsync()).Select(item => item.Identifier));
        Assert.Empty(await provider.ListAsync(Owner with { Environment = "production" }, default).ToListAsync());
    }

    [Fact]
    public async Task Update_ConflictOnFieldOfOurRecord_IsForced_OthersAreReported()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        var field = ".data.key";
        cluster.Intercept = request => request.Method == "PATCH" && !request.Query.ContainsKey("force")
            ? TestReply.StatusOf(409, "Conflict", "Apply failed", new JsonArray(new JsonObject { ["reason"] = "FieldManagerConflict", ["field"] = field, ["message"] = "conflict with \"kubectl-edit\" using v1" }))
            : null;
        var update = new UpdateRequest("m/x", "v1/ConfigMap", Owner, cluster.Connection, done.Identifier!, ConfigMap("2"), ConfigMap(), "t");
        Assert.Equal(OperationStatus.Done, (await provider.UpdateAsync(update, default)).Status);
        field = ".data.other";
        var exception = await Assert.ThrowsAsync<ProviderException>(() => provider.UpdateAsync(update, default));
        Assert.Equal("OPTA4005", exception.Failure.Diagnostic.Code);
        Assert.Contains(".data.other is owned by \"kubectl-edit\" using v1", exception.Failure.Diagnostic.Evidence);
    }

    [Fact]
    public async Task Create_Workload_IsPendingUntilReadyAndPollable()
    {
        var request = Create("apps/v1/Deployment", Deployment("app:1"));
        var pending = await provider.CreateAsync(request, default);
        Assert.Equal(OperationStatus.Pending, pending.Status);
        Assert.NotNull(pending.Identifier);
        var poll = new PollRequest("m/x", "apps/v1/Deployment", Owner, cluster.Connection, pending.Handle!, pending.Identifier, request.Desired);
        Assert.Equal(OperationStatus.Pending, (await provider.PollAsync(poll, default)).Status);
        cluster.Objects[DeploymentPath]["status"] = Clients.Parse("""{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1,"readyReplicas":1}""");
        var done = await provider.PollAsync(poll, default);
        Assert.Equal(OperationStatus.Done, done.Status);
        Assert.Null(done.Properties!["metadata"]!["managedFields"]);
        Assert.Single(cluster.Mutations);
    }

    [Fact]
    public async Task Create_BrokenImage_FailsEarlyWithEvidence()
    {
        cluster.Controller = live =>
        {
            if (live.GetKind().Kind != "Deployment")
                return;
            live["status"] = Clients.Parse("""{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"unavailableReplicas":1}""");
            cluster.Put("/apis/apps/v1/namespaces/hello/replicasets/app-1", Clients.Parse($$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"app-1","namespace":"hello","uid":"rs1","labels":{"app":"app"},"annotations":{"deployment.kubernetes.io/revision":"1"},"ownerReferences":[{"uid":"{{live.GetUid()}}"}]} }"""));
            cluster.Put("/api/v1/namespaces/hello/pods/app-1-x", Clients.Parse("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"app-1-x","namespace":"hello","uid":"pod1","labels":{"app":"app"},"creationTimestamp":"2026-01-01T00:00:00Z","ownerReferences":[{"uid":"rs1"}]},
                 "status":{"phase":"Pending","containerStatuses":[{"name":"app","restartCount":2,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"app:broken\""}},"lastState":{"terminated":{"exitCode":3,"reason":"Error"}}}]}}
                """));
            cluster.Put("/api/v1/namespaces/hello/events/e1", Clients.Parse("""{"apiVersion":"v1","kind":"Event","metadata":{"name":"e1","namespace":"hello"},"involvedObject":{"uid":"pod1"},"type":"Warning","reason":"Failed","count":3,"message":"Failed to pull image: not found"}"""));
        };
        cluster.Log = "first line\nlast line\n";
        var pending = await provider.CreateAsync(Create("apps/v1/Deployment", Deployment("app:broken")), default);
        var result = await provider.PollAsync(new("m/x", "apps/v1/Deployment", Owner, cluster.Connection, pending.Handle!, pending.Identifier, null), default);
        Assert.Equal(OperationStatus.Failed, result.Status);
        var finding = result.Failure!.Diagnostic;
        Assert.Equal("OPTA4041", finding.Code);
        Assert.Contains("ImagePullBackOff", finding.Cause);
        Assert.Contains(finding.Evidence, line => line.Contains("Back-off pulling image"));
        Assert.Contains("Event Pod app-1-x: Warning Failed (x3): Failed to pull image: not found", finding.Evidence);
        Assert.Contains("Log app-1-x/app: last line", finding.Evidence);
        Assert.Contains("image", finding.Remedy);

        // The same again must wait again instead of calling it done.
        var live = await Read("apps/v1/Deployment", pending.Identifier!);
        var again = await provider.PlanAsync(Plan("apps/v1/Deployment", Deployment("app:broken"), Deployment("app:1"), live), default);
        Assert.Equal(PlannedAction.Update, again.Action);
        Assert.Contains("not ready", again.Reasons[0]);
        Assert.Equal(PlannedAction.None, (await provider.PlanAsync(Plan("apps/v1/Deployment", Deployment("app:broken"), Deployment("app:broken"), live), default)).Action);
    }

    [Fact]
    public async Task Delete_UsesUidWaitsAndNamesTheFinalizer()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        var delete = new DeleteRequest("m/x", "v1/ConfigMap", Owner, cluster.Connection, done.Identifier!, null, "t");
        cluster.Objects[ConfigMapPath]["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        var pending = await provider.DeleteAsync(delete, default);
        Assert.Equal(OperationStatus.Pending, pending.Status);
        var poll = new PollRequest("m/x", "v1/ConfigMap", Owner, cluster.Connection, pending.Handle!, done.Identifier, null);
        OperationProgress late;
        do
            late = await provider.PollAsync(poll, default);
        while (late.Status == OperationStatus.Pending);
        Assert.Equal("OPTA4042", late.Failure!.Diagnostic.Code);
        Assert.Contains("example.com/hold", late.Failure.Diagnostic.Cause);
        cluster.Objects.Clear();
        Assert.Equal(OperationStatus.Done, (await provider.PollAsync(poll, default)).Status);
        Assert.Equal(OperationStatus.Done, (await provider.DeleteAsync(delete, default)).Status);
    }

    [Fact]
    public async Task Delete_ReplacedByAnotherObject_LeavesItAlone()
    {
        var done = await provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default);
        cluster.Put(ConfigMapPath, Clients.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"app","namespace":"hello","uid":"other"}}"""));
        Assert.Null(await Read("v1/ConfigMap", done.Identifier!));
        Assert.Equal(OperationStatus.Done, (await provider.DeleteAsync(new("m/x", "v1/ConfigMap", Owner, cluster.Connection, done.Identifier!, null, "t"), default)).Status);
        Assert.True(cluster.Objects.ContainsKey(ConfigMapPath));
    }

    [Fact]
    public void Validate_WrongDocuments_AllFindingsTogether()
    {
        var desired = Clients.Parse("""{"apiVersion":"apps/v1","kind":"ConfigMap","metadata":{},"status":{},"data":{"a":null}}""");
        var findings = provider.Validate(new("m/x", new("kubernetes", "v1/ConfigMap"), desired) { Connection = cluster.Connection });
        Assert.Equal(4, findings.Count);
        Assert.All(findings, finding => Assert.Equal("OPTA4051", finding.Code));
        Assert.Contains(findings, finding => finding.Message.Contains("data.a is null"));
        Assert.Equal("OPTA4050", Assert.Single(provider.Validate(new("m/x", new("kubernetes", "ConfigMap"), ConfigMap()))).Code);
        Assert.Empty(provider.Validate(new("m/x", new("kubernetes", "v1/ConfigMap"), ConfigMap()) { Connection = cluster.Connection }));
    }

    [Fact]
    public async Task Unauthorized_NewClusterIsTriedAgain_ReadFailsAtOnce()
    {
        cluster.Intercept = _ => TestReply.StatusOf(401, "Unauthorized", "Unauthorized");
        var write = await Assert.ThrowsAsync<ProviderException>(() => provider.CreateAsync(Create("v1/ConfigMap", ConfigMap()), default));
        Assert.Equal((RetryAdvice.SameToken, TimeSpan.FromSeconds(30)), (write.Failure.Retry, write.Failure.RetryFor));
        var read = await Assert.ThrowsAsync<ProviderException>(() => Read("v1/ConfigMap", "hello/app@u"));
        Assert.Equal((RetryAdvice.No, "OPTA4007", "m/x"), (read.Failure.Retry, read.Failure.Diagnostic.Code, read.Failure.Diagnostic.Resource));
    }

    [Fact]
    public async Task Unreachable_Read_IsGivenUpSoon()
    {
        var connection = cluster.Connection;
        await cluster.Server.DisposeAsync();
        var read = await Assert.ThrowsAsync<ProviderException>(() => provider.ReadAsync(new("m/x", "v1/ConfigMap", Owner, connection, "hello/app@u", null), default));
        Assert.Equal(("OPTA4011", TimeSpan.FromSeconds(10)), (read.Failure.Diagnostic.Code, read.Failure.RetryFor));
    }

    [Fact]
    public async Task Lookup_ServerVersion_IsAnswered()
    {
        var answer = await provider.LookupAsync(new("m/v", "server-version", Owner, new JsonObject { ["connection"] = cluster.Connection }), default);
        Assert.Equal(33, answer["minor"]!.GetValue<int>());
    }
}

internal sealed class TestSource : ICredentialSource
{
    public string Kind => "test";

    public ValueTask<BearerToken> GetTokenAsync(JsonObject credential, bool refused, CancellationToken cancellationToken) => new(new BearerToken(new("t"), DateTimeOffset.MaxValue));
}

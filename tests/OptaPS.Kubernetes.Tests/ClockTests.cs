using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Tests.Doubles;

namespace OptaPS.Kubernetes.Tests;

/// <summary>The machine's clock is set while OptaPS waits, or differs from the cluster's all the time.</summary>
public sealed class ClockTests : IAsyncDisposable
{
    private static readonly Ownership Owner = new("acme", "staging", "staging/hello");
    private readonly FakeCluster cluster = new();
    private readonly ShiftedTime time = new(TimeProvider.System);
    private readonly KubernetesClientFactory factory;
    private readonly KubernetesResourceProvider provider;

    public ClockTests()
    {
        factory = new([new TestSource()], Clients.Quick, time);
        provider = new(factory, time, new() { Readiness = TimeSpan.FromSeconds(60), Deletion = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(10), PodPatience = TimeSpan.FromSeconds(20) });
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        await cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task AWaitForReadiness_LastsAsLongAsItLasts(int hours)
    {
        var pending = await provider.CreateAsync(Create(), default);
        time.Ahead = TimeSpan.FromHours(hours);
        var polled = await PollAsync(pending);
        Assert.True(polled.Status == OperationStatus.Pending, polled.Failure?.Diagnostic.ToString());
        Assert.InRange(polled.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task AWaitForDeletion_LastsAsLongAsItLasts()
    {
        var created = await provider.CreateAsync(Create(), default);
        cluster.Objects["/apis/apps/v1/namespaces/hello/deployments/app"]["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        var pending = await provider.DeleteAsync(new("m/x", "apps/v1/Deployment", Owner, cluster.Connection, created.Identifier!, null, "t"), default);
        time.Ahead = TimeSpan.FromHours(2);
        Assert.Equal(OperationStatus.Pending, (await PollAsync(pending)).Status);
    }

    [Theory]
    [InlineData(3, OperationStatus.Pending)]
    [InlineData(-3, OperationStatus.Pending)]
    [InlineData(3, OperationStatus.Failed)]
    [InlineData(-3, OperationStatus.Failed)]
    public async Task APodsAge_IsReckonedByTheClustersClock(int hours, OperationStatus expected)
    {
        time.Ahead = TimeSpan.FromHours(hours);
        var made = DateTimeOffset.UtcNow - (expected == OperationStatus.Failed ? TimeSpan.FromMinutes(2) : TimeSpan.Zero);
        cluster.Controller = live =>
        {
            if (live.GetKind().Kind != "Deployment")
                return;
            live["status"] = Clients.Parse("""{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"unavailableReplicas":1}""");
            cluster.Put("/apis/apps/v1/namespaces/hello/replicasets/app-1", Clients.Parse($$"""{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"app-1","namespace":"hello","uid":"rs1","labels":{"app":"app"},"annotations":{"deployment.kubernetes.io/revision":"1"},"ownerReferences":[{"uid":"{{live.GetUid()}}"}]} }"""));
            cluster.Put("/api/v1/namespaces/hello/pods/app-1-x", Clients.Parse($$$$"""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"app-1-x","namespace":"hello","uid":"pod1","labels":{"app":"app"},"creationTimestamp":"{{{{made.ToString("s", CultureInfo.InvariantCulture)}}}}Z","ownerReferences":[{"uid":"rs1"}]},
                 "status":{"phase":"Pending","containerStatuses":[{"name":"app","restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}}]}}
                """));
        };
        Assert.Equal(expected, (await PollAsync(await provider.CreateAsync(Create(), default))).Status);
    }

    private CreateRequest Create() => new("m/x", "apps/v1/Deployment", Owner, cluster.Connection, new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = "app", ["namespace"] = "hello" },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "app" } },
            ["template"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "app:1" }) } },
        },
    }, "token");

    private Task<OperationProgress> PollAsync(OperationProgress pending)
    {
        Assert.Equal(OperationStatus.Pending, pending.Status);
        return provider.PollAsync(new("m/x", "apps/v1/Deployment", Owner, cluster.Connection, pending.Handle!, pending.Identifier, null), default);
    }
}

using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Readiness;

namespace OptaPS.Kubernetes.Tests.Suite;

// What the controllers of a cluster do: namespaces, garbage collection, replica sets. No test needs a node.
public abstract partial class ClientSuite
{
    private ReadinessWaiter Waiter => new(client, TimeProvider.System);

    [Fact]
    public async Task Namespace_WithContents_IsWaitedForUntilItIsGone()
    {
        await client.ApplyAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME-x"}}"""), new(), default);
        await client.ApplyAsync(Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"in","namespace":"NAME-x"}}"""), new(), default);
        var key = ObjectKey.Of("v1", "Namespace", null, name + "-x");
        await client.DeleteAsync(key, new(), default);
        await Waiter.WaitForDeletionAsync(key, TimeSpan.FromSeconds(60), null, default);
    }

    [Fact]
    public async Task Namespace_HeldByAFinalizerInside_NamesIt()
    {
        await client.ApplyAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NAME-y"}}"""), new(), default);
        var inside = Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"in","namespace":"NAME-y","finalizers":["example.com/hold"]}}""");
        await client.CreateAsync(inside, Options, default);
        var key = ObjectKey.Of("v1", "Namespace", null, name + "-y");
        await client.DeleteAsync(key, new(), default);
        for (var i = 0; i < 600 && !DeletionBlocker.Describe((await client.GetAsync(key, default))!).Contains("example.com/hold"); i++)
            await Task.Delay(50);
        var failure = await Assert.ThrowsAsync<Diagnostics.OptaException>(() => Waiter.WaitForDeletionAsync(key, TimeSpan.Zero, null, default));
        Assert.Equal("OPTA4042", failure.Diagnostics[0].Code);
        Assert.Contains("example.com/hold in 1 resource instances", failure.Diagnostics[0].Cause);
        await client.PatchAsync(ObjectKey.Of(inside), PatchKind.Merge, Parse("""{"metadata":{"finalizers":null}}"""), Options, default);
        await Waiter.WaitForDeletionAsync(key, TimeSpan.FromSeconds(60), null, default);
    }

    [Fact]
    public async Task Delete_ForegroundWithAHeldDependant_NamesItAndEndsAfterIt()
    {
        var owner = await client.CreateAsync(Map("owner"), Options, default);
        var dependant = Map("dependant");
        dependant["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        dependant["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = "owner", ["uid"] = owner.GetUid(), ["blockOwnerDeletion"] = true });
        await client.CreateAsync(dependant, Options, default);
        await client.DeleteAsync(ConfigMap("owner"), new() { Propagation = PropagationPolicy.Foreground }, default);
        for (var i = 0; i < 200 && (await client.GetAsync(ConfigMap("dependant"), default))?.IsBeingDeleted() == false; i++)
            await Task.Delay(50);
        var failure = await Assert.ThrowsAsync<Diagnostics.OptaException>(() => Waiter.WaitForDeletionAsync(ConfigMap("owner"), TimeSpan.FromSeconds(1), null, default));
        Assert.Contains($"ConfigMap {name}/dependant (finalizer example.com/hold", failure.Diagnostics[0].Cause);
        await client.PatchAsync(ConfigMap("dependant"), PatchKind.Merge, Parse("""{"metadata":{"finalizers":null}}"""), Options, default);
        await Waiter.WaitForDeletionAsync(ConfigMap("owner"), TimeSpan.FromSeconds(60), null, default);
    }

    [Theory]
    [InlineData(PropagationPolicy.Background, false)]
    [InlineData(PropagationPolicy.Orphan, true)]
    public async Task Delete_Propagation_TakesOrLeavesTheDependants(PropagationPolicy propagation, bool stays)
    {
        var owner = await client.CreateAsync(Map("owner"), Options, default);
        var dependant = Map("dependant");
        dependant["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["name"] = "owner", ["uid"] = owner.GetUid() });
        await client.CreateAsync(dependant, Options, default);
        await client.DeleteAsync(ConfigMap("owner"), new() { Propagation = propagation }, default);
        await Waiter.WaitForDeletionAsync(ConfigMap("owner"), TimeSpan.FromSeconds(60), null, default);
        if (!stays)
        {
            await Waiter.WaitForDeletionAsync(ConfigMap("dependant"), TimeSpan.FromSeconds(60), null, default);
            return;
        }

        var left = await client.GetAsync(ConfigMap("dependant"), default);
        Assert.Null(left!["metadata"]!["ownerReferences"]);
    }

    [Fact]
    public async Task Deployment_PodsThatFindNoNode_IsProgressingWithAReasonAndGoesAwayWhole()
    {
        var deployment = Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"NAME"},"spec":{"replicas":2,"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"nodeSelector":{"no-such-node":"yes"},"containers":[{"name":"c","image":"x:1"}]}}}}
            """);
        var key = ObjectKey.Of(deployment);
        await client.ApplyAsync(deployment, new(), default);
        for (var i = 0; i < 200 && (await client.GetAsync(key, default))!["status"].Number("updatedReplicas") != 2; i++)
            await Task.Delay(50);
        var (verdict, _) = await new ReadinessReader(client, TimeProvider.System).ReadAsync(key, default);
        Assert.Equal((ReadinessState.Progressing, "0 of 2 updated replicas are available"), (verdict.State, verdict.Reason[..Math.Min(verdict.Reason.Length, 37)]));
        await client.DeleteAsync(key, new() { Propagation = PropagationPolicy.Foreground }, default);
        await Waiter.WaitForDeletionAsync(key, TimeSpan.FromSeconds(60), null, default);
        Assert.Empty(await client.ListAsync(new(new("apps", "v1", "ReplicaSet"), name), default).ToListAsync());
        Assert.Empty(await client.ListAsync(new(new("", "v1", "Pod"), name), default).ToListAsync());
    }

    [Fact]
    public async Task Deployment_PodsThatAreRefused_SaysWhy()
    {
        var deployment = Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"NAME"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"serviceAccountName":"nobody","containers":[{"name":"c","image":"x:1"}]}}}}""");
        await client.ApplyAsync(deployment, new(), default);
        var reason = "";
        for (var i = 0; i < 200 && !reason.Contains("nobody"); i++, await Task.Delay(50))
            reason = ReadinessChecker.Check((await client.GetAsync(ObjectKey.Of(deployment), default))!).Reason;
        Assert.Contains("serviceaccount \"nobody\" not found", reason);
    }

    [Fact]
    public async Task Prune_SurplusOfTheSelector_IsDeletedTheRestStays()
    {
        var (keep, drop) = (Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"keep","namespace":"NAME","labels":{"prune":"NAME"}}}"""), Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"drop","namespace":"NAME","labels":{"prune":"NAME"}}}"""));
        foreach (var document in (JsonObject[])[keep, drop])
            Assert.Single(await LiveDiff.CompareAsync(client, document, new(), default));
        await client.ApplyAsync(keep, new(), default);
        await client.ApplyAsync(drop, new(), default);
        Assert.Empty(await LiveDiff.CompareAsync(client, keep, new(), default));
        Assert.Equal([ObjectKey.Of(drop)], await new Pruner(client).PruneAsync("prune=" + name, [ObjectKey.Of(keep)], dryRun: true, default));
        await new Pruner(client).PruneAsync("prune=" + name, [ObjectKey.Of(keep)], dryRun: false, default);
        Assert.Null(await client.GetAsync(ObjectKey.Of(drop), default));
        Assert.NotNull(await client.GetAsync(ObjectKey.Of(keep), default));
    }
}

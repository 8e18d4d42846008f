using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class LifecycleTests
{
    private static ResourceGraph ThreeTier(string name = "net", string subnet = "a") => Lab.Graph(
        Lab.Node("base/vpc", "fixed", new JsonObject { ["Name"] = name }),
        Lab.Node("base/subnet", "fixed", new JsonObject { ["Parent"] = Expression.Reference("base/vpc", "Id"), ["Tag"] = subnet }),
        Lab.Node("base/cluster", "slow", new JsonObject { ["Subnets"] = new JsonArray(Expression.Reference("base/subnet", "$id")) }));

    [Fact]
    public async Task Create_ThenApplyAgain_ChangesNothingTheSecondTime()
    {
        var lab = new Lab();
        var plan = await lab.PlanAsync(ThreeTier());
        Assert.Equal(3, plan.Summary.Create);
        Assert.False(plan.Resources.Single(resource => resource.Address == "base/subnet").Exact);

        var first = await lab.ApplyAsync(ThreeTier());
        Assert.Equal(ApplyStatus.Done, first.Status);
        Assert.Equal(["create base/vpc", "create base/subnet", "create base/cluster"], lab.World.Mutations);
        Assert.Equal("id-1", lab.World.Items["id-2"].Properties["Parent"]!.GetValue<string>());

        lab.World.Calls.Clear();
        var again = await lab.PlanAsync(ThreeTier());
        Assert.False(again.HasChanges);
        var second = await lab.ApplyAsync(ThreeTier());
        Assert.Equal(ApplyStatus.Done, second.Status);
        Assert.Empty(lab.World.Mutations);
        Assert.All(second.Resources, resource => Assert.Equal(ResourceOutcome.Unchanged, resource.Outcome));
    }

    [Fact]
    public async Task Update_OfOneProperty_UpdatesThatResourceOnly()
    {
        var lab = new Lab();
        await lab.ApplyAsync(ThreeTier());
        lab.World.Calls.Clear();
        var result = await lab.ApplyAsync(ThreeTier(subnet: "b"));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["update base/subnet"], lab.World.Mutations);
    }

    [Fact]
    public async Task Replace_DeletesDependentsFirstAndMakesThemAgain()
    {
        var lab = new Lab();
        await lab.ApplyAsync(ThreeTier());
        lab.World.Calls.Clear();
        var plan = await lab.PlanAsync(ThreeTier(name: "other"));
        Assert.Equal(PlannedAction.Replace, plan.Resources[0].Action);
        Assert.Equal(RiskClass.Downtime, plan.Resources[0].Risk);
        Assert.Contains("/Name can only be set when it is created", plan.Resources[0].Reasons);
        Assert.Equal(PlannedAction.Replace, plan.Resources[1].Action);
        Assert.Equal(PlannedAction.Update, plan.Resources[2].Action);
        Assert.StartsWith("replace base/vpc", plan.Summary.Lines[0], StringComparison.Ordinal);

        var result = await lab.ApplyAsync(ThreeTier(name: "other"));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["delete base/subnet", "delete base/vpc", "create base/vpc", "create base/subnet", "update base/cluster"], lab.World.Mutations);
        Assert.Equal(3, lab.World.Items.Count);
        Assert.False((await lab.PlanAsync(ThreeTier(name: "other"))).HasChanges);
    }

    [Fact]
    public async Task Destroy_GoesInExactReverse_WithoutTheFile_AndRemovesTheState()
    {
        var lab = new Lab();
        await lab.ApplyAsync(ThreeTier());
        lab.World.Calls.Clear();
        var result = await lab.DestroyAsync();
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["delete base/cluster", "delete base/subnet", "delete base/vpc"], lab.World.Mutations);
        Assert.Empty(lab.World.Items);
        Assert.Null(await lab.Engine().ReadStateAsync(Lab.Layer));
        Assert.Empty(await lab.Engine().ListLayersAsync());
    }

    [Fact]
    public async Task RemovedFromGraph_IsDeleted_AfterItsDependentWasChanged()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a"), Lab.Node("b", desired: new JsonObject { ["Ref"] = Expression.Reference("a", "Id") })));
        lab.World.Calls.Clear();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("b", desired: new JsonObject { ["Ref"] = "none" })));
        Assert.Equal(["update b", "delete a"], lab.World.Mutations);
    }

    [Fact]
    public async Task DeletedOutside_IsMadeAgain()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        lab.World.Items.Clear();
        var plan = await lab.PlanAsync(Lab.Graph(Lab.Node("a")));
        Assert.Equal(PlannedAction.Create, plan.Resources[0].Action);
        Assert.Equal("it does not exist any more", plan.Resources[0].Reasons[0]);
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a")));
        Assert.Single(lab.World.Items);
    }

    [Fact]
    public async Task ChangedOutside_IsDriftAndIsSetBack()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 3 })));
        var item = lab.World.Items.Single();
        lab.World.Items[item.Key] = item.Value with { Properties = new JsonObject { ["Size"] = 4 } };
        var plan = await lab.PlanAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 3 })));
        var change = Assert.Single(plan.Resources[0].Properties);
        Assert.True(change.Drift);
        Assert.Equal("4", change.Before!.ToJsonString());
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", desired: new JsonObject { ["Size"] = 3 })));
        Assert.Equal(3, lab.World.Items[item.Key].Properties["Size"]!.GetValue<int>());
    }

    [Fact]
    public async Task CreateBeforeDelete_MakesTheNewOneFirst_AndMovesDependents()
    {
        var lab = new Lab();
        ResourceGraph Graph(string name) => Lab.Graph(
            Lab.Node("a", "beside", new JsonObject { ["Name"] = name }),
            Lab.Node("b", desired: new JsonObject { ["Ref"] = Expression.Reference("a", "Id") }));
        await lab.ApplyAsync(Graph("one"));
        lab.World.Calls.Clear();
        var result = await lab.ApplyAsync(Graph("two"));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(["create a", "update b", "delete a#3"], lab.World.Mutations);
        Assert.Equal(2, lab.World.Items.Count);
        Assert.Equal(2, (await lab.StateAsync()).Resources.Count);
        Assert.False((await lab.PlanAsync(Graph("two"))).HasChanges);
    }

    [Fact]
    public async Task IndependentBranches_GoOnAfterAFailure_AndTheResultSaysWhatIsOpen()
    {
        var lab = new Lab();
        lab.World.Before = (call, _) => call is { Verb: "create", Address: "bad" } ? throw TestWorld.Failure(RetryAdvice.No) : Task.CompletedTask;
        var graph = Lab.Graph(Lab.Node("bad"), Lab.Node("after", "thing", null, "bad"), Lab.Node("good"), Lab.Node("better", "thing", null, "good"));
        var result = await lab.ApplyAsync(graph);
        Assert.Equal(ApplyStatus.Failed, result.Status);
        Assert.Equal(["after", "bad"], result.Open.Select(resource => resource.Address).Order());
        Assert.Equal("OPTA2503", result.Resources.Single(resource => resource.Address == "after").Failure!.Code);
        Assert.Equal("bad", Assert.Single(result.Failures).Resource);
        Assert.Equal(2, lab.World.Items.Count);

        lab.World.Before = null;
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(graph)).Status);
        Assert.Equal(4, lab.World.Items.Count);
    }

    [Fact]
    public async Task Outputs_AreRecorded_AndChildLayersAreListed()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("a")) with
        {
            Outputs = new Dictionary<string, JsonNode?> { ["id"] = Expression.Reference("a", "Id"), ["key"] = Expression.Reference("a", "Key") },
        };
        var result = await lab.ApplyAsync(graph);
        Assert.Equal("id-1", result.Outputs.Values["id"]!.GetValue<string>());
        await lab.ApplyAsync(new ResourceGraph("staging/hello") { Resources = [Lab.Node("x")], Owner = Lab.Owner });

        var outputs = await lab.Engine().ReadOutputsAsync(Lab.Layer);
        Assert.Equal("generated-key-of-id-1", outputs!.Values["key"]!.GetValue<string>());
        Assert.Contains("key", outputs.Sensitive);
        Assert.DoesNotContain("id", outputs.Sensitive);
        Assert.Equal(["staging/hello"], (await lab.Engine().ListLayersAsync(Lab.Layer)).Select(layer => layer.Layer));
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
    }
}

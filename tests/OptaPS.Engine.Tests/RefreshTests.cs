using OptaPS.Diagnostics;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>How the live state is read before planning.</summary>
public sealed class RefreshTests
{
    private static readonly ResourceGraph Graph = Lab.Graph([.. Enumerable.Range(0, 50).Select(i => Lab.Node($"m/t{i}")), .. Enumerable.Range(0, 40).Select(i => Lab.Node($"m/f{i}", "fixed")), Lab.Node("m/a", "slow")]);

    [Fact]
    public async Task ResourcesOfOneType_AreReadByOneList_SingleOnesAndWhatAListLeavesOutByThemselves()
    {
        var lab = await AppliedAsync();
        lab.World.LeftOutOfLists.Add("m/t3");
        Assert.False((await lab.PlanAsync(Graph)).HasChanges);
        Assert.Equal([("list", "fixed"), ("list", "thing"), ("read", "m/a"), ("read", "m/t3")], lab.World.Calls.Where(call => call.Verb is "list" or "read").Select(call => (call.Verb, call.Address)).Order());
    }

    [Fact]
    public async Task WhatAListSaysIsNotThere_IsGone_AndWhatItShowsOtherwise_HasDrifted()
    {
        var lab = await AppliedAsync();
        var gone = lab.World.Items.Values.Single(item => item.Address == "m/t7");
        lab.World.Items.TryRemove(gone.Id, out _);
        var changed = lab.World.Items.Values.Single(item => item.Address == "m/t9");
        lab.World.Items[changed.Id] = changed with { Properties = new JsonObject { ["Name"] = "by hand" } };
        var plan = await lab.PlanAsync(Graph);
        Assert.Equal([("m/t7", PlannedAction.Create), ("m/t9", PlannedAction.Update)], plan.Changes.Select(resource => (resource.Address, resource.Action)).Order());
    }

    [Fact]
    public async Task AListThatFails_FailsThePlan_WithItsCause_AndOneThatMayPassIsRepeated()
    {
        var lab = await AppliedAsync();
        var calls = 0;
        lab.World.Before = (call, _) => call is { Verb: "list", Address: "thing" } && ++calls == 1 ? throw Failure(RetryAdvice.SameToken) : Task.CompletedTask;
        Assert.False((await lab.PlanAsync(Graph)).HasChanges);
        lab.World.Before = (call, _) => call.Verb == "list" ? throw Failure(RetryAdvice.No) : Task.CompletedTask;
        Assert.Equal("OPTA2996", (await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(Graph))).Diagnostics[0].Code);
    }

    [Fact]
    public async Task AReadThatFails_BesideSomethingGone_FailsThePlan_AndNothingIsTakenForGone()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("m/role"), Lab.Node("m/user", dependsOn: "m/role"));
        await lab.ApplyAsync(graph);
        Lose(lab, "m/role");
        lab.World.Before = (call, _) => call is { Verb: "read", Address: "m/user" } ? throw Failure(RetryAdvice.No) : Task.CompletedTask;
        Assert.Equal("OPTA2996", (await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(graph))).Diagnostics[0].Code);
        Assert.Equal("OPTA2996", (await Assert.ThrowsAsync<OptaException>(() => lab.PlanAsync(Lab.Graph()))).Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatLivesInSomethingGone_IsTakenAsGone_WhenItCannotBeRead(bool inGraph)
    {
        var lab = new Lab();
        var inside = Lab.Node("m/inside") with { Connection = new JsonObject { ["endpoint"] = Expression.Reference("m/cluster", "Id") } };
        var graph = Lab.Graph(Lab.Node("m/cluster"), inside);
        await lab.ApplyAsync(graph);
        Lose(lab, "m/cluster");
        lab.World.Before = (call, _) => call is { Verb: "read", Address: "m/inside" } ? throw Failure(RetryAdvice.No) : Task.CompletedTask;
        var plan = await lab.PlanAsync(inGraph ? graph : Lab.Graph(Lab.Node("m/cluster")));
        Assert.Equal([("m/cluster", PlannedAction.Create), ("m/inside", inGraph ? PlannedAction.Create : PlannedAction.Forget)], plan.Changes.Select(resource => (resource.Address, resource.Action)).Order());
    }

    private static void Lose(Lab lab, string address) => lab.World.Items.TryRemove(lab.World.Items.Values.Single(item => item.Address == address).Id, out _);

    private static ProviderException Failure(RetryAdvice advice) => new(new ProviderFailure(new Diagnostic("OPTA2996", Severity.Error, "not now"), advice));

    private static async Task<Lab> AppliedAsync()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Graph);
        lab.World.Calls.Clear();
        lab.World.Lists = true;
        return lab;
    }
}

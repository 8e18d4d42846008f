using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Existing resources are taken over without being touched; what the next apply does with them is known before.</summary>
public sealed class ImportTests
{
    private static readonly ResourceGraph Graph = Lab.Graph(
        Lab.Node("net", desired: new JsonObject { ["Size"] = 1 }),
        Lab.Node("app", desired: new JsonObject { ["Net"] = Expression.Reference("net", "$id"), ["Size"] = 5 }),
        Lab.Node("other"));

    [Fact]
    public async Task ABatch_IsRecordedAsItIs_AndTheNextApplyChangesOnlyWhatDiffers()
    {
        var lab = new Lab();
        Exists(lab, "vpc-1", "thing", new JsonObject { ["Size"] = 1 });
        Exists(lab, "app-1", "thing", new JsonObject { ["Net"] = "vpc-1", ["Size"] = 3 });
        var plan = await lab.Engine().PlanImportAsync(Graph, Wish(("app", "app-1"), ("net", "vpc-1")));
        Assert.Equal(["net", "app"], plan.Resources.Select(resource => resource.Address));
        Assert.Equal([PlannedAction.None, PlannedAction.Update], plan.Resources.Select(resource => resource.Next.Action));
        Assert.Equal("/Size", Assert.Single(plan.Resources[1].Next.Properties).Path);
        Assert.Null(await lab.Engine().ReadStateAsync(Lab.Layer));

        await lab.Engine().ImportAsync(plan, []);
        Assert.Empty(lab.World.Mutations);
        Assert.Equal("vpc-1", (await lab.StateAsync()).Resources["net"].Identifier);
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(Graph)).Status);
        Assert.Equal(["create other", "update app"], lab.World.Mutations.Order());
        Assert.False((await lab.PlanAsync(Graph)).HasChanges);
        var again = await lab.Engine().PlanImportAsync(Graph, Wish(("net", "vpc-1")));
        Assert.True(Assert.Single(again.Resources).Known);

        // The same thing by another form of its identifier, as an object's name without its identity is.
        lab.World.Items["name-of-vpc-1"] = lab.World.Items["vpc-1"];
        Assert.True(Assert.Single((await lab.Engine().PlanImportAsync(Graph, Wish(("net", "name-of-vpc-1")))).Resources).Known);
    }

    [Fact]
    public async Task WhatCannotBeTakenOver_IsToldAllTogether_AndNothingIsRecorded()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Graph);
        var id = (await lab.StateAsync()).Resources["net"].Identifier!;
        var wrong = await Assert.ThrowsAsync<OptaException>(() => lab.Engine().PlanImportAsync(Graph, Wish(("nat", "x"), ("app", "y"), ("other", id))));
        Assert.Equal(["OPTA2410", "OPTA2008", "OPTA2410"], wrong.Diagnostics.Select(finding => finding.Code));
        Assert.Equal("net", wrong.Diagnostics[1].Nearest);

        var missing = await Assert.ThrowsAsync<OptaException>(() => new Lab().Engine().PlanImportAsync(Graph, Wish(("net", "vpc-0"), ("app", "app-0"))));
        Assert.Equal(["OPTA2413", "OPTA2413"], missing.Diagnostics.Select(finding => finding.Code));
    }

    [Fact]
    public async Task AnImport_SaysWhichResourceAnInterruptedCreateHasMade()
    {
        var lab = new Lab();
        var graph = Lab.Graph(Lab.Node("net"));
        lab.World.After = (call, _) => call.Verb == "create" ? throw TestWorld.Failure(RetryAdvice.ReadFirst) : Task.CompletedTask;
        lab.World.Before = (call, _) => call.Verb == "find" ? throw TestWorld.Failure(RetryAdvice.No) : Task.CompletedTask;
        Assert.Equal(ApplyStatus.Failed, (await lab.ApplyAsync(graph)).Status);
        Assert.Equal((null, PlannedAction.Create), ((await lab.StateAsync()).Resources["net"].Identifier, (await lab.StateAsync()).Resources["net"].Open!.Action));

        (lab.World.After, lab.World.Before) = ((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask);
        var made = Assert.Single(lab.World.Items).Key;
        await lab.Engine().ImportAsync(await lab.Engine().PlanImportAsync(graph, Wish(("net", made))), []);
        lab.World.Calls.Clear();
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(graph)).Status);
        Assert.DoesNotContain(lab.World.Calls, call => call.Verb == "create");
        Assert.Equal((made, null), ((await lab.StateAsync()).Resources["net"].Identifier, (await lab.StateAsync()).Resources["net"].Open));
    }

    [Fact]
    public async Task SomethingInsideAnotherResource_NeedsThatOneFirst()
    {
        var lab = new Lab();
        Exists(lab, "cluster-1", "thing", []);
        Exists(lab, "object-1", "thing", []);
        var graph = Lab.Graph(Lab.Node("cluster"), Lab.Node("object") with { Connection = new JsonObject { ["endpoint"] = Expression.Reference("cluster", "Id") } });
        var alone = await Assert.ThrowsAsync<OptaException>(() => lab.Engine().PlanImportAsync(graph, Wish(("object", "object-1"))));
        Assert.Equal("OPTA2412", Assert.Single(alone.Diagnostics).Code);
        var both = await lab.Engine().PlanImportAsync(graph, Wish(("object", "object-1"), ("cluster", "cluster-1")));
        await lab.Engine().ImportAsync(both, []);
        Assert.Equal("cluster-1", (await lab.StateAsync()).Resources["object"].Connection!["endpoint"]!.GetValue<string>());
    }

    [Fact]
    public async Task AReplacementThatTheNextApplyWouldMake_IsKnownBeforeTheImport()
    {
        var lab = new Lab();
        Exists(lab, "db-1", "data", new JsonObject { ["Name"] = "old" });
        var graph = Lab.Graph(Lab.Node("db", "data", new JsonObject { ["Name"] = "new" }));
        var plan = await lab.Engine().PlanImportAsync(graph, Wish(("db", "db-1")));
        Assert.Equal((PlannedAction.Replace, RiskClass.DataLoss), (plan.Resources[0].Next.Action, plan.Resources[0].Next.Risk));
        await lab.Engine().ImportAsync(plan, []);
        Assert.Equal("OPTA2401", Assert.Single((await lab.PlanAsync(graph)).Refusals).Code);
    }

    [Fact]
    public async Task AnImportPlan_IsRefusedWhenTheStateMoved()
    {
        var lab = new Lab();
        Exists(lab, "vpc-1", "thing", new JsonObject { ["Size"] = 1 });
        var plan = await lab.Engine().PlanImportAsync(Graph, Wish(("net", "vpc-1")));
        await lab.ApplyAsync(Lab.Graph(Lab.Node("z")));
        Assert.Equal("OPTA2403", (await Assert.ThrowsAsync<OptaException>(() => lab.Engine().ImportAsync(plan, []))).Diagnostics[0].Code);
    }

    private static Dictionary<string, string> Wish(params (string Address, string Identifier)[] pairs) => pairs.ToDictionary(pair => pair.Address, pair => pair.Identifier);

    private static void Exists(Lab lab, string id, string type, JsonObject properties) => lab.World.Items[id] = new TestWorld.Item(id, "", type, properties);
}

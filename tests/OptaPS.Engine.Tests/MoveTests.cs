using OptaPS.Diagnostics;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Renames and moves never make anything again.</summary>
public sealed class MoveTests
{
    [Fact]
    public async Task AModuleWithAnotherName_IsRecognised_ByItsRolesAndTypes()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Module("queue", "q"));
        lab.World.Calls.Clear();
        var renamed = Module("jobs", "q");
        var plan = await lab.PlanAsync(renamed);
        Assert.Equal(0, plan.Summary.Create + plan.Summary.Delete + plan.Summary.Replace);
        Assert.Equal("it was called queue/main", plan.Resources.Single(resource => resource.Address == "jobs/main").Reasons[0]);
        await lab.ApplyAsync(renamed);
        Assert.Empty(lab.World.Mutations);
        Assert.Equal(["jobs/main", "jobs/policy"], (await lab.StateAsync()).Resources.Keys.Order());
        Assert.False((await lab.PlanAsync(renamed)).HasChanges);
    }

    [Fact]
    public async Task AnotherNameOfTheThingItself_IsNoRename()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Module("queue", "q"));
        var plan = await lab.PlanAsync(Module("jobs", "other"));
        Assert.Equal((2, 2), (plan.Summary.Create, plan.Summary.Delete));
    }

    [Fact]
    public async Task TwoNamesThatFit_AreNoRename()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Module("queue", "q"));
        var two = Lab.Graph([.. Module("jobs", "q").Resources, .. Module("mails", "q").Resources]);
        Assert.Equal((4, 2), ((await lab.PlanAsync(two)).Summary.Create, (await lab.PlanAsync(two)).Summary.Delete));
    }

    [Fact]
    public async Task AModuleThatLosesARole_IsNoRename()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Module("queue", "q"));
        var smaller = Lab.Graph(Module("jobs", "q").Resources[0]);
        Assert.Equal((1, 2), ((await lab.PlanAsync(smaller)).Summary.Create, (await lab.PlanAsync(smaller)).Summary.Delete));
    }

    [Fact]
    public async Task ADeclaredMove_TakesAWholeModule()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph([.. Module("queue", "q").Resources, Lab.Node("app/x", "thing", null, "queue/main")]));
        lab.World.Calls.Clear();
        var moves = await lab.Engine().MoveAsync(Lab.Layer, "queue/*", "jobs/*");
        Assert.Equal(["queue/main", "queue/policy"], moves.Keys);
        var state = await lab.StateAsync();
        Assert.Equal(["app/x", "jobs/main", "jobs/policy"], state.Resources.Keys.Order());
        Assert.Equal(["jobs/main"], state.Resources["app/x"].Dependencies);
        Assert.Empty(lab.World.Calls);

        // Once more, as after a run that was killed behind it.
        Assert.Empty(await lab.Engine().MoveAsync(Lab.Layer, "queue/*", "jobs/*"));
        Assert.Equal(state.Version, (await lab.StateAsync()).Version);
        Assert.False((await lab.PlanAsync(Lab.Graph([.. Module("jobs", "q").Resources, Lab.Node("app/x", "thing", null, "jobs/main")]))).HasChanges);
    }

    [Theory]
    [InlineData("queue/mian", "jobs/main", "OPTA2008")]
    [InlineData("queue/main", "queue/policy", "OPTA2411")]
    [InlineData("queue/*", "jobs", "OPTA2411")]
    public async Task AMoveThatFitsNothing_IsRefused(string from, string to, string code)
    {
        var lab = new Lab();
        await lab.ApplyAsync(Module("queue", "q"));
        var error = await Assert.ThrowsAsync<OptaException>(() => lab.Engine().MoveAsync(Lab.Layer, from, to));
        Assert.Equal(code, error.Diagnostics[0].Code);
        Assert.Equal(["queue/main", "queue/policy"], (await lab.StateAsync()).Resources.Keys.Order());
    }

    private static ResourceGraph Module(string name, string thing) => Lab.Graph(
        Lab.Node($"{name}/main", "fixed", new JsonObject { ["Name"] = thing }),
        Lab.Node($"{name}/policy", "thing", new JsonObject { ["Size"] = 1 }, $"{name}/main"));
}

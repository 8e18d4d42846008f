using OptaPS.Engine.Dag;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Graphs;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>What holds of every graph: targets touch their closure only, a repair undoes whatever was done outside, a rename is free.</summary>
public sealed class PlanningPropertyTests
{
    private const int Seeds = 40;

    [Fact]
    public async Task ATarget_TouchesWhatItNeedsAndNothingElse_AndTheRestCanFollow() => await ForEachSeedAsync(async random =>
    {
        var lab = new Lab();
        var graph = RandomGraph(random, "m");
        var targets = graph.Resources.Where(_ => random.Next(4) == 0).Select(node => node.Address).DefaultIfEmpty(graph.Resources[0].Address).ToList();
        var excludes = graph.Resources.Where(_ => random.Next(8) == 0).Select(node => node.Address).ToList();
        var dependencies = GraphInspector.Build(graph, []);
        var expected = dependencies.NeedsOf(targets);
        expected.ExceptWith(dependencies.DependentsOf(excludes));

        var result = await lab.ApplyAsync(graph, new PlanOptions { Targets = targets, Excludes = excludes });
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.Equal(expected.Order(), lab.World.Created.Order());
        Assert.True(lab.World.Calls.All(call => expected.Contains(call.Address)));

        await lab.ApplyAsync(graph);
        Assert.Equal(graph.Resources.Select(node => node.Address).Order(), lab.World.Items.Values.Select(item => item.Address).Order());
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
        await RemoveSomeAsync(lab, graph, random);
    });

    [Fact]
    public async Task ARepair_UndoesWhateverWasDoneOutside() => await ForEachSeedAsync(async random =>
    {
        var lab = new Lab();
        var graph = RandomGraph(random, "m");
        await lab.ApplyAsync(graph);
        var hurt = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in lab.World.Items.Values.Where(_ => random.Next(3) == 0).ToList())
        {
            hurt.Add(item.Address);
            if (random.Next(3) == 0)
            {
                lab.World.Items.TryRemove(item.Id, out _);
                continue;
            }

            var properties = (JsonObject)item.Properties.DeepClone();
            properties["Size"] = 100 + random.Next(100);
            lab.World.Items[item.Id] = item with { Properties = properties };
        }

        var plan = (await lab.Engine().PlanRepairAsync(Lab.Layer))!;
        Assert.Subset(plan.Changes.Select(change => change.Address).ToHashSet(), hurt);
        await lab.Engine().ApplyAsync(plan);
        Assert.False((await lab.Engine().PlanRepairAsync(Lab.Layer))!.HasChanges);
        Assert.False((await lab.PlanAsync(graph)).HasChanges);
        var state = await lab.StateAsync();
        Assert.All(state.Resources.Values, record => Assert.True(JsonNode.DeepEquals(lab.World.Items[record.Identifier!].Properties, record.Applied)));
        Assert.Equal(state.Resources.Count, lab.World.Items.Count);
    });

    [Fact]
    public async Task ARename_ChangesNothingOutside() => await ForEachSeedAsync(async random =>
    {
        var seed = random.Next();
        var lab = new Lab();
        await lab.ApplyAsync(RandomGraph(new Random(seed), "old"));
        lab.World.Calls.Clear();
        var renamed = RandomGraph(new Random(seed), "new");
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(renamed)).Status);
        Assert.Empty(lab.World.Mutations);
        Assert.Equal(renamed.Resources.Select(node => node.Address).Order(), (await lab.StateAsync()).Resources.Keys.Order());
        Assert.False((await lab.PlanAsync(renamed)).HasChanges);
    });

    private static async Task RemoveSomeAsync(Lab lab, ResourceGraph graph, Random random)
    {
        var first = graph.Resources[random.Next(graph.Resources.Count)].Address;
        var gone = GraphInspector.Build(graph, []).DependentsOf([first]);
        var engine = lab.Engine();
        await engine.ApplyAsync(await engine.PlanDestroyAsync(Lab.Layer, new PlanOptions { Targets = [first] }));
        Assert.Equal(graph.Resources.Select(node => node.Address).Except(gone).Order(), lab.World.Items.Values.Select(item => item.Address).Order());
    }

    // Names do not hold the module's name, so that a rename is one.
    private static ResourceGraph RandomGraph(Random random, string module)
    {
        string[] types = ["thing", "fixed", "beside"];
        var nodes = new List<ResourceNode>();
        var count = random.Next(2, 14);
        for (var i = 0; i < count; i++)
        {
            var desired = new JsonObject { ["Name"] = $"n{i}", ["Size"] = random.Next(3) };
            var needs = nodes.Where(_ => random.Next(4) == 0).Select(node => node.Address).ToList();
            if (needs.Count > 0)
                desired["Link"] = Expression.Reference(needs[0], random.Next(2) == 0 ? "Id" : "$id");
            nodes.Add(Lab.Node($"{module}/{i}", types[i % types.Length], desired, [.. needs.Skip(1)]));
        }

        return Lab.Graph([.. nodes]);
    }

    private static async Task ForEachSeedAsync(Func<Random, Task> test)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            try
            {
                await test(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }
    }
}

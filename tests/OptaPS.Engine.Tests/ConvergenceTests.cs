using OptaPS.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>
/// Random graphs, changes, failures, throttling, lost answers, stops and kills. After any sequence of them a run that is left alone brings
/// reality and state to what is wanted.
/// </summary>
public sealed class ConvergenceTests
{
    private static readonly string[] Types = ["thing", "fixed", "beside", "slow", "tokenless"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AfterAnySequenceOfRuns_StateEqualsReality(bool objectStore)
    {
        // OPTA_ENGINE_SEEDS=n runs n sequences from OPTA_ENGINE_SEED on; a failing one is named and can be run alone by its seed.
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("OPTA_ENGINE_SEEDS"), out var wanted) ? wanted : 30;
        var from = int.TryParse(Environment.GetEnvironmentVariable("OPTA_ENGINE_SEED"), out var first) ? first : 1;
        for (var seed = from; seed < from + seeds; seed++)
        {
            try
            {
                await RunAsync(seed, objectStore);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }
    }

    private static async Task RunAsync(int seed, bool objectStore)
    {
        var random = new Random(seed);
        var lab = new Lab();
        lab.Time.DeadlinesAdvance = false;
        if (objectStore)
            lab.Backend = new ObjectStoreBackend(new MemoryObjectStore(), lab.Time);

        // In every third sequence reads are by lists, which leave out some resources, and reads and lists fail as well.
        var lists = seed % 3 == 0;
        lab.World.Lists = lists;
        lab.World.LeftOutOfLists.UnionWith(Enumerable.Range(0, 14).Where(i => (seed >> (i % 7)) % 4 == 1).Select(i => $"m/{i}"));
        for (var round = 0; round < 6; round++)
        {
            var graph = RandomGraph(random);
            await DisturbedAsync(lab, graph, random, kill: !objectStore, reads: lists);
        }

        var final = RandomGraph(random);
        var result = await lab.ApplyAsync(final);
        Assert.True(result.Status == ApplyStatus.Done, string.Join("; ", result.Failures));
        Assert.Empty(lab.World.Duplicates.Select(group => group.Key));
        Assert.Equal(final.Resources.Select(node => node.Address).Order(), lab.World.Items.Values.Select(item => item.Address).Order());
        var state = await lab.StateAsync();
        Assert.Equal(final.Resources.Select(node => node.Address).Order(), state.Resources.Keys.Order());
        foreach (var (address, record) in state.Resources)
        {
            var item = lab.World.Items.Values.Single(item => item.Address == address);
            Assert.Equal(item.Id, record.Identifier);
            Assert.Null(record.Open);
            Assert.True(JsonNode.DeepEquals(item.Properties, record.Applied), $"{address}: {item.Properties.ToJsonString()} but {record.Applied!.ToJsonString()}");
        }

        Assert.False((await lab.PlanAsync(final)).HasChanges);
        var destroyed = await lab.DestroyAsync();
        Assert.True(destroyed.Status == ApplyStatus.Done, string.Join("; ", destroyed.Failures));
        Assert.Empty(lab.World.Items);
    }

    private static ResourceGraph RandomGraph(Random random)
    {
        var nodes = new List<ResourceNode>();
        var count = random.Next(1, 12);
        for (var i = 0; i < count; i++)
        {
            // The type belongs to the address, so that addresses keep their meaning from graph to graph.
            var address = $"m/{random.Next(14)}";
            if (nodes.Any(node => node.Address == address))
                continue;
            var desired = new JsonObject { ["Name"] = $"n{random.Next(3)}", ["Size"] = random.Next(3) };
            var needs = nodes.Where(_ => random.Next(3) == 0).Select(node => node.Address).ToList();
            if (needs.Count > 0)
                desired["Parent"] = Expression.Reference(needs[0], random.Next(2) == 0 ? "Id" : "$id");
            if (needs.Count > 1)
                desired["List"] = new JsonArray(Expression.Concat("x-", Expression.Reference(needs[1], "Id")));
            nodes.Add(Lab.Node(address, Types[int.Parse(address[2..], System.Globalization.CultureInfo.InvariantCulture) % Types.Length], desired, [.. needs.Skip(2)]));
        }

        return Lab.Graph([.. nodes]);
    }

    private static async Task DisturbedAsync(Lab lab, ResourceGraph graph, Random random, bool kill, bool reads)
    {
        var gate = new Lock();
        using var stop = new CancellationTokenSource();
        Task Disturb(bool after)
        {
            int choice;
            lock (gate)
                choice = random.Next(75);
            switch (choice / 3)
            {
                case 0 when !after:
                    throw TestWorld.Failure(RetryAdvice.Throttled);
                case 1 when !after:
                    throw TestWorld.Failure(RetryAdvice.No);
                case 2:
                    throw TestWorld.Failure(RetryAdvice.ReadFirst);
                case 3 when !after:
                    throw TestWorld.Failure(RetryAdvice.NewToken);
                case 4 when choice % 3 == 0:
                    stop.Cancel();
                    break;
            }

            return Task.CompletedTask;
        }

        if (kill && random.Next(3) == 0)
        {
            _ = new KillSwitch(lab, random.Next(1, 30));
        }
        else
        {
            lab.World.Before = (call, _) => call.Verb is "create" or "update" or "delete" or "poll" || (reads && call.Verb is "read" or "list" or "find") ? Disturb(after: false) : Task.CompletedTask;
            lab.World.After = (_, _) => Disturb(after: true);
        }

        try
        {
            await lab.ApplyAsync(graph, cancellationToken: stop.Token);
        }
        catch (Exception exception) when (exception is OptaException or KillSwitch.KilledException or OperationCanceledException)
        {
            // The end of a disturbed run.
        }

        KillSwitch.Remove(lab);
        if (kill)
            lab.Files.Crash();
    }
}

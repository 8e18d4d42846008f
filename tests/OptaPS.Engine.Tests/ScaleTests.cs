using System.Diagnostics;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Bounds that leave room for a slow machine; the benchmarks measure precisely.</summary>
public sealed class ScaleTests
{
    private const int Many = 2_000;

    [Fact]
    public async Task ThousandsOfResources_ArePlannedAndAppliedInSeconds()
    {
        var lab = new Lab();
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 500, Sensitive = [], SensitiveOutputs = [] };
        var nodes = Enumerable.Range(0, Many).Select(i => Lab.Node($"m/{i}", desired: new JsonObject
        {
            ["Name"] = $"n{i}",
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "b" }),
            ["Parent"] = i < 100 ? "none" : (JsonNode)Expression.Reference($"m/{i / 10}", "Id"),
        })).ToArray();
        var graph = Lab.Graph(nodes);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(graph)).Status);
        var plan = await lab.PlanAsync(graph);
        Assert.False(plan.HasChanges);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Assert.True(spent < TimeSpan.FromSeconds(20), $"{spent} of processor time for creating and planning {Many} resources");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TheMakespan_IsNearItsLowerBound(int seed)
    {
        const int Limit = 10;
        const int Count = 150;
        var random = new Random(seed);
        var graph = new DirectedGraph();
        var durations = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            var name = $"n{i}";
            graph.Add(name);
            durations[name] = random.Next(1, 60);
            for (var need = 0; i > 0 && need < random.Next(3); need++)
                graph.AddEdge(name, $"n{random.Next(i)}");
        }

        var longest = graph.LongestRemaining(name => TimeSpan.FromSeconds(durations[name]));
        var bound = Math.Max(longest.Values.Max().TotalSeconds, durations.Values.Sum() / (double)Limit);
        var makespan = await SimulateAsync(graph, durations, longest, Limit);
        Assert.True(makespan <= bound * 1.05 + 59, $"{makespan} s against a bound of {bound} s");
    }

    /// <summary>Runs the real scheduler and limiter; a piece ends when the simulated clock has come to its end.</summary>
    private static async Task<double> SimulateAsync(DirectedGraph graph, Dictionary<string, int> durations, Dictionary<string, TimeSpan> longest, int limit)
    {
        var time = new VirtualTime { AutoAdvance = false };
        var limiter = new AdaptiveLimiter(limit, time);
        var running = new PriorityQueue<TaskCompletionSource, DateTimeOffset>();
        var gate = new Lock();
        var begin = time.GetUtcNow();
        var run = WorkScheduler.RunAsync(graph, name => longest[name].Ticks, async name =>
        {
            await limiter.AcquireAsync(longest[name].Ticks, default);
            var end = new TaskCompletionSource();
            lock (gate)
                running.Enqueue(end, time.GetUtcNow() + TimeSpan.FromSeconds(durations[name]));
            await end.Task;
            limiter.Release();
            return true;
        }, (_, _) => { });
        while (!run.IsCompleted)
        {
            // Lets everything start that can start now, then moves to the next end.
            await Task.Delay(1);
            TaskCompletionSource? next = null;
            lock (gate)
            {
                if (running.TryDequeue(out next, out var at))
                    time.Advance(at - time.GetUtcNow());
            }

            next?.SetResult();
        }

        await run;
        return (time.GetUtcNow() - begin).TotalSeconds;
    }
}

using OptaPS.Engine.Dag;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>The real scheduler and limiter on graphs with simulated durations, on one thread, so that nothing but the order of the pieces counts.</summary>
public sealed class MakespanTests
{
    [Theory]
    [InlineData(1, 600, 10, 2)]
    [InlineData(2, 600, 10, 3)]
    [InlineData(3, 600, 5, 1)]
    [InlineData(4, 1000, 20, 2)]
    [InlineData(5, 400, 50, 3)]
    [InlineData(6, 1000, 1000, 3)]
    public void OnRandomGraphs_TheMakespanIsWithinFivePercentOfItsBound(int seed, int count, int limit, int needs)
    {
        var random = new Random(seed);
        var graph = new DirectedGraph();
        var durations = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            graph.Add($"n{i}");

            // As clouds are: most pieces take seconds, a few take many minutes.
            durations[$"n{i}"] = random.Next(20) == 0 ? random.Next(60, 600) : random.Next(1, 30);
            for (var need = 0; i > 0 && need < random.Next(needs + 1); need++)
                graph.AddEdge($"n{i}", $"n{random.Next(i)}");
        }

        Check(graph, durations, limit);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    public void OnTheGraphOfAnEnvironment_TheMakespanIsWithinFivePercentOfItsBound(int limit)
    {
        var graph = new DirectedGraph();
        var durations = new Dictionary<string, double>(StringComparer.Ordinal);
        Add("vpc", 15);
        Add("gateway", 10, "vpc");
        for (var zone = 0; zone < 3; zone++)
        {
            Add($"public-{zone}", 8, "vpc");
            Add($"private-{zone}", 8, "vpc");
            Add($"address-{zone}", 5);
            Add($"nat-{zone}", 110, $"public-{zone}", $"address-{zone}", "gateway");
            Add($"routes-{zone}", 5, $"private-{zone}", $"nat-{zone}");
        }

        Add("cluster-role", 12);
        Add("node-role", 12);
        Add("key", 10);
        Add("cluster", 620, "cluster-role", "key", "private-0", "private-1", "private-2");
        Add("nodes", 180, "cluster", "node-role", "routes-0", "routes-1", "routes-2");
        for (var i = 0; i < 4; i++)
            Add($"addon-{i}", 60, "nodes");
        Add("balancer", 150, "public-0", "public-1", "public-2");
        for (var i = 0; i < 30; i++)
            Add($"object-{i}", 2 + (i % 5), "nodes");
        Check(graph, durations, limit);

        void Add(string name, double seconds, params string[] needs)
        {
            graph.Add(name);
            durations[name] = seconds;
            foreach (var need in needs)
                graph.AddEdge(name, need);
        }
    }

    [Fact]
    public void WithoutUrgency_TheBoundIsMissed()
    {
        // The deliberate breakage: a long path that is started last.
        var graph = new DirectedGraph();
        var durations = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            graph.Add($"short-{i}");
            durations[$"short-{i}"] = 10;
        }

        for (var i = 0; i < 10; i++)
        {
            graph.Add($"z-{i}");
            durations[$"z-{i}"] = 50;
            if (i > 0)
                graph.AddEdge($"z-{i}", $"z-{i - 1}");
        }

        Check(graph, durations, 3);
        var (makespan, bound) = Run(graph, durations, 3, _ => 0);
        Assert.True(makespan > bound * 1.05, $"{makespan} s against {bound} s");
    }

    private static void Check(DirectedGraph graph, Dictionary<string, double> durations, int limit)
    {
        var longest = graph.LongestRemaining(name => TimeSpan.FromSeconds(durations[name]));
        var (makespan, bound) = Run(graph, durations, limit, name => longest[name].Ticks);
        Assert.True(makespan <= bound * 1.05, $"{makespan} s against a bound of {bound} s ({makespan / bound:0.000})");
    }

    private static (double Makespan, double Bound) Run(DirectedGraph graph, Dictionary<string, double> durations, int limit, Func<string, long> urgency)
    {
        var longest = graph.LongestRemaining(name => TimeSpan.FromSeconds(durations[name])).Values.Max().TotalSeconds;
        double now = 0;
        OneThread.Run(one =>
        {
            var limiter = new AdaptiveLimiter(limit, TimeProvider.System);
            var ends = new PriorityQueue<TaskCompletionSource, (double Time, int Order)>();
            var order = 0;
            var run = WorkScheduler.RunAsync(graph, urgency, RunPieceAsync, (_, _) => { });
            one.Drain();
            while (ends.TryDequeue(out var end, out var at))
            {
                now = at.Time;
                end.SetResult();
                one.Drain();
            }

            one.Until(() => run.IsCompleted);
            Assert.True(run.IsCompletedSuccessfully);

            async Task<bool> RunPieceAsync(string name)
            {
                await limiter.AcquireAsync(urgency(name), default);
                var end = new TaskCompletionSource();
                ends.Enqueue(end, (now + durations[name], order++));
                await end.Task;
                limiter.Release();
                return true;
            }
        });
        return (now, Math.Max(longest, durations.Values.Sum() / limit));
    }
}

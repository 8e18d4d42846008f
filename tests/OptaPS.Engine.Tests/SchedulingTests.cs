using System.Collections.Concurrent;
using OptaPS.Engine.Dag;
using OptaPS.Engine.Events;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class SchedulingTests
{
    [Fact]
    public async Task APiece_StartsTheMomentItsNeedsAreDone()
    {
        var graph = new DirectedGraph();
        foreach (var name in new[] { "a", "b", "c" })
            graph.Add(name);
        graph.AddEdge("c", "a");
        var gates = graph.Names.ToDictionary(name => name, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var started = graph.Names.ToDictionary(name => name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var run = WorkScheduler.RunAsync(graph, _ => 0, name =>
        {
            started[name].SetResult();
            return gates[name].Task;
        }, (_, _) => { });
        await Task.WhenAll(started["a"].Task, started["b"].Task);
        gates["a"].SetResult(true);

        // "b" still runs: "c" does not wait for it.
        await started["c"].Task;
        Assert.False(run.IsCompleted);
        gates["b"].SetResult(true);
        gates["c"].SetResult(true);
        await run;
    }

    [Fact]
    public async Task TheLongestRemainingPath_GoesFirst_WhenThereIsRoomForOne()
    {
        var lab = new Lab();
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 1 };
        lab.World.Traits["slow"] = lab.World.Traits["slow"] with { MaxConcurrency = 1, UsualCreate = TimeSpan.FromHours(1) };
        await lab.ApplyAsync(Lab.Graph(Lab.Node("short-1"), Lab.Node("short-2"), Lab.Node("root"), Lab.Node("leaf", "slow", null, "root")));
        var order = lab.Events.Where(item => item.Kind == EngineEventKind.Started).Select(item => item.Address).ToList();
        Assert.True(order.IndexOf("root") < order.IndexOf("short-2"), string.Join(" ", order));
        Assert.True(order.IndexOf("leaf") <= 2, string.Join(" ", order));
    }

    [Fact]
    public async Task NoMoreThanTheLimit_IsUnderWayAtOnce()
    {
        var lab = new Lab();
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 3 };
        int running = 0, most = 0;
        var gate = new Lock();
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lab.World.Before = async (call, _) =>
        {
            if (call.Verb != "create")
                return;
            lock (gate)
            {
                most = Math.Max(most, ++running);
                if (most == 3)
                    full.TrySetResult();
            }

            // The first ones stay until there are as many as allowed, so that it does not depend on speed whether there ever are.
            await full.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await Task.Delay(1);
            lock (gate)
                running--;
        };
        await lab.ApplyAsync(Lab.Graph([.. Enumerable.Range(0, 30).Select(i => Lab.Node($"m/{i}"))]));
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task TheLimiter_GivesAFreeSlotToTheMostUrgent()
    {
        var limiter = new AdaptiveLimiter(16, TimeProvider.System);
        for (var i = 0; i < 16; i++)
            await limiter.AcquireAsync(0, default);
        var low = limiter.AcquireAsync(1, default);
        using var stop = new CancellationTokenSource();
        var gone = limiter.AcquireAsync(9, stop.Token);
        var high = limiter.AcquireAsync(5, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        limiter.Release();
        await high;
        Assert.False(low.IsCompleted);
        limiter.Release();
        await low;
    }

    [Fact]
    public async Task APollHoldsNoThread()
    {
        var lab = new Lab();
        lab.World.Traits["slow"] = lab.World.Traits["slow"] with { MaxConcurrency = 5000, Deadline = TimeSpan.FromDays(1000) };
        var threads = new ConcurrentDictionary<int, bool>();
        lab.World.Before = (call, _) =>
        {
            if (call.Verb == "poll")
                threads.TryAdd(Environment.CurrentManagedThreadId, true);
            return Task.CompletedTask;
        };
        var result = await lab.ApplyAsync(Lab.Graph([.. Enumerable.Range(0, 300).Select(i => Lab.Node($"m/{i}", "slow"))]));
        Assert.Equal(ApplyStatus.Done, result.Status);
        Assert.InRange(threads.Count, 1, 60);
    }

    [Fact]
    public async Task ConcurrentRecords_ShareOneFlush()
    {
        var lab = new Lab();
        var flushes = 0;
        lab.Files.Boundary = name =>
        {
            if (name != "flush")
                return;
            Interlocked.Increment(ref flushes);
            Thread.Sleep(2);
        };
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 200 };
        await lab.ApplyAsync(Lab.Graph([.. Enumerable.Range(0, 200).Select(i => Lab.Node($"m/{i}"))]));
        Assert.InRange(flushes, 2, 200);
    }
}

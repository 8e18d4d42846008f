using OptaPS.Engine.Execution;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

public sealed class CancellationTests
{
    [Fact]
    public async Task Stopped_StartsNothingNew_RecordsWhatRuns_AndTheNextRunGoesOn()
    {
        var lab = new Lab();
        using var stop = new CancellationTokenSource();
        lab.World.After = (call, _) =>
        {
            if (call is { Verb: "create", Address: "a" })
                stop.Cancel();
            return Task.CompletedTask;
        };
        var graph = Lab.Graph(Lab.Node("a", "slow"), Lab.Node("b", "thing", null, "a"));
        var result = await lab.ApplyAsync(graph, cancellationToken: stop.Token);
        Assert.Equal(ApplyStatus.Cancelled, result.Status);
        Assert.Equal([ResourceOutcome.Open, ResourceOutcome.Skipped], result.Resources.Select(resource => resource.Outcome));
        Assert.All(result.Resources, resource => Assert.Equal("OPTA2502", resource.Failure!.Code));
        var record = (await lab.StateAsync()).Resources["a"];
        Assert.NotNull(record.Open!.Handle);
        Assert.Null(await lab.Engine().ReadLockAsync(Lab.Layer));

        lab.World.After = null;
        var next = await lab.ApplyAsync(graph);
        Assert.Equal(ApplyStatus.Done, next.Status);
        Assert.All(next.Resources, resource => Assert.Equal(ResourceOutcome.Done, resource.Outcome));
        Assert.Equal(["a", "b"], lab.World.Created);
    }

    [Fact]
    public async Task ACallThatDoesNotReturn_IsGivenUpAfterTheSettleTime_AndFoundByTheNextRun()
    {
        var lab = new Lab();
        using var stop = new CancellationTokenSource();
        lab.World.After = async (call, _) =>
        {
            if (call.Verb != "create")
                return;
            await stop.CancelAsync();

            // Ignores its cancellation token, as some clients do.
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        };
        var before = lab.Time.GetUtcNow();
        var graph = Lab.Graph(Lab.Node("a", "tokenless"));
        var result = await lab.ApplyAsync(graph, cancellationToken: stop.Token);
        Assert.Equal(ApplyStatus.Cancelled, result.Status);
        Assert.InRange(lab.Time.GetUtcNow() - before, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10));

        lab.World.After = null;
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(graph)).Status);
        Assert.Single(lab.World.Items);
    }

    [Fact]
    public async Task StoppedBeforeTheStart_DoesNothing()
    {
        var lab = new Lab();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var engine = lab.Engine();
        var plan = await engine.PlanAsync(Lab.Graph(Lab.Node("a")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.ApplyAsync(plan, cancellationToken: stop.Token));
        Assert.Empty(lab.World.Items);
    }
}

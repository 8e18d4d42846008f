using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Estimates: what this layer's own runs measured comes before what is usual.</summary>
public sealed class DurationTests
{
    [Fact]
    public async Task CreatesUpdatesAndDeletes_AreEstimatedByWhatTheyTookTheLastTime()
    {
        var lab = new Lab();
        // One after the other: the clock jumps when somebody waits, and two that wait at the same time would each measure the other's jump, too.
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 1 };
        lab.World.Before = (call, token) => call.Verb switch
        {
            "create" => Task.Delay(TimeSpan.FromSeconds(20), lab.Time, token),
            "update" => Task.Delay(TimeSpan.FromSeconds(7), lab.Time, token),
            "delete" => Task.Delay(TimeSpan.FromSeconds(9), lab.Time, token),
            _ => Task.CompletedTask,
        };
        var (first, second) = (Lab.Graph(Lab.Node("a"), Lab.Node("b"), Lab.Node("c")), Lab.Graph(Named("a", "x"), Lab.Node("b"), Lab.Node("c")));
        await lab.ApplyAsync(first);

        // Nothing is known yet: half of the create that was measured, and the type's usual delete.
        Assert.Equal([10], await EstimatesAsync(lab, second));
        await lab.ApplyAsync(second);
        Assert.Equal([7, 7, 20], await EstimatesAsync(lab, Lab.Graph(Named("a", "y"), Named("b", "y"), Lab.Node("c"), Lab.Node("d"))));
        var removed = Lab.Graph(Named("a", "x"), Lab.Node("b"));
        Assert.Equal([10], await EstimatesAsync(lab, removed));
        await lab.ApplyAsync(removed);
        Assert.Equal([9, 9], (await lab.Engine().PlanDestroyAsync(Lab.Layer)).Resources.Select(resource => Math.Round(resource.EstimatedDuration.TotalSeconds)));
    }

    [Fact]
    public async Task AnOperationThatAnEarlierRunBegan_TeachesNothing()
    {
        var lab = new Lab();
        using var stop = new CancellationTokenSource();
        lab.World.After = (call, _) => call.Verb == "create" ? stop.CancelAsync() : Task.CompletedTask;
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "slow")), cancellationToken: stop.Token);
        lab.World.After = null;
        lab.Time.Advance(TimeSpan.FromHours(5));
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "slow")));
        Assert.Null((await lab.StateAsync()).Resources["a"].CreateTook);
    }

    private static Resources.ResourceNode Named(string address, string name) => Lab.Node(address, "thing", new JsonObject { ["Name"] = name });

    private static async Task<IEnumerable<double>> EstimatesAsync(Lab lab, Resources.ResourceGraph graph) =>
        (await lab.PlanAsync(graph)).Changes.OrderBy(resource => resource.Address, StringComparer.Ordinal).Select(resource => Math.Round(resource.EstimatedDuration.TotalSeconds));
}

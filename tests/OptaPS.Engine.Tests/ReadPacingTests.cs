using OptaPS.Diagnostics;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>The calls of planning against a service that takes five a second, with a store of five.</summary>
public sealed class ReadPacingTests
{
    [Fact]
    public async Task AThrottledRefresh_SlowsDownToWhatTheServiceTakes_InsteadOfAskingAgainAndAgain()
    {
        var lab = new Lab();
        var graph = Lab.Graph([.. Enumerable.Range(0, 300).Select(i => Lab.Node($"m/n{i}"))]);
        await lab.ApplyAsync(graph);
        var (stored, filled, throttled, refused) = (5.0, lab.Time.GetUtcNow(), 0, new object());
        lab.World.Before = (call, _) =>
        {
            if (call.Verb != "read")
                return Task.CompletedTask;
            lock (refused)
            {
                stored = Math.Min(5, stored + ((lab.Time.GetUtcNow() - filled).TotalSeconds * 5));
                filled = lab.Time.GetUtcNow();
                if (stored >= 1)
                {
                    stored--;
                    return Task.CompletedTask;
                }

                throttled++;
            }

            throw new ProviderException(new ProviderFailure(new Diagnostic("OPTA2996", Severity.Error, "slow down"), RetryAdvice.Throttled));
        };
        var start = lab.Time.GetUtcNow();
        Assert.False((await lab.PlanAsync(graph)).HasChanges);

        // At the beginning 32 go at once, because nothing is known of the limit.
        Assert.InRange(throttled, 1, 32 + (300 / 10));
        Assert.InRange((lab.Time.GetUtcNow() - start).TotalSeconds, 50, 90);
    }

    [Fact]
    public async Task AComparisonAtApplyTime_IsRepeatedWhenItsFailureMayPass()
    {
        var lab = new Lab();
        await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "fixed"), Lab.Node("b", "thing", Later("one"), "a")));
        var failures = 0;
        var planned = 0;
        lab.World.Before = (call, _) => call is { Verb: "plan", Address: "b" } && ++planned == 2 && ++failures == 1
            ? throw new ProviderException(new ProviderFailure(new Diagnostic("OPTA2996", Severity.Error, "not now"), RetryAdvice.SameToken))
            : Task.CompletedTask;
        var result = await lab.ApplyAsync(Lab.Graph(Lab.Node("a", "fixed", new JsonObject { ["Name"] = "other" }), Lab.Node("b", "thing", Later("two"), "a")));
        Assert.Equal((Execution.ApplyStatus.Done, 1), (result.Status, failures));
    }

    private static JsonObject Later(string name) => new() { ["Name"] = name, ["Parent"] = Expressions.Expression.Reference("a", "Name") };
}

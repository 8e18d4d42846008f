using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// The real program against a cloud that fails in every way, killed at random instants and at journal boundaries; then one plain run. Everything
/// that happens is drawn from a seed. The usual run takes one world with one kill, and one boundary; <see cref="StormRuns"/> says how to run more.
/// OPTA_STORM_BOUNDARIES=all takes every journal boundary, OPTA_STORM_BOUNDARIES=7,8 those.
/// </summary>
public sealed class KillStormTests(ITestOutputHelper output)
{
    [Fact]
    public async Task KilledAtRandomInUnreliableClouds_OnePlainRunConverges()
    {
        var runs = new StormRuns(output);
        await runs.RunAsync((seed, world) => new KillSeries(seed, runs.Report).RunAsync(world, StormRuns.Kills));
    }

    [Fact]
    public async Task KilledAtAJournalBoundary_OnePlainRunConverges()
    {
        foreach (var boundary in Boundaries())
        {
            await using var world = new ProgramWorld();
            await world.StartAsync(timeScale: 200);
            var planned = await world.PlannedAsync();

            // The journal lies in the bucket: its n-th write is held, and the process is killed while it waits; or it takes effect and the answer never comes.
            var before = boundary % 2 == 0;
            await world.PostControlAsync("faults", new JsonObject { ["kind"] = before ? "Hang" : "LostResponse", ["service"] = "s3", ["operation"] = "PutObject", ["skip"] = boundary });
            using (var process = world.StartSandboxed("apply", "env-aws.yaml", "--auto-approve", "--state", "cloud"))
            {
                var ended = ProgramWorld.FinishAsync(process);
                await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.HitsAsync() > 0, $"journal write {boundary}");
                if (ended.IsCompleted)
                {
                    Assert.Equal(0, (await ended).Exit);
                    output.WriteLine($"boundary {boundary}: the run had ended");
                    return;
                }

                process.Kill();
                await ended;
            }

            await world.DeleteControlAsync("faults");
            world.Variables["OPTA_STATE"] = "cloud";
            await FreeLockAsync(world);
            await world.ConvergeAsync(planned, $"boundary {boundary}");
            output.WriteLine($"boundary {boundary} ({(before ? "before" : "after")} the write): converged");
        }
    }

    /// <summary>A killed run's lock in a bucket ends by itself after a minute; the test does not wait for it.</summary>
    private static async Task FreeLockAsync(ProgramWorld world)
    {
        var found = await world.SucceedAsync("locks", "--output", "json");
        if (found.Output.Contains("\"Held\"", StringComparison.Ordinal))
            await world.SucceedAsync("unlock", "staging", "--force", "--auto-approve");
    }

    private static IEnumerable<int> Boundaries() => Environment.GetEnvironmentVariable("OPTA_STORM_BOUNDARIES") switch
    {
        null or "" => [9],
        "all" => Enumerable.Range(0, 2000),
        { } list => list.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    };
}

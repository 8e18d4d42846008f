using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// The real program against a cloud that fails in every way, killed at random instants and at journal boundaries; then one plain run. Everything
/// that happens is drawn from a seed. The usual run takes one seed and one boundary. OPTA_STORM_SEEDS=n runs n seeds, OPTA_STORM_SEED=s begins
/// at s (replay: OPTA_STORM_SEED=s OPTA_STORM_SEEDS=1), OPTA_STORM_BOUNDARIES=all takes every journal boundary, OPTA_STORM_BOUNDARIES=7,8 those.
/// </summary>
public sealed class KillStormTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["Throttle", "Error", "Latency", "Reset", "LostResponse", "Hang", "Stale", "OperationFailure", "ExpiredCredentials", "Stuck"];
    private static readonly string[] Services = ["cloudcontrolapi", "kubernetes:*", "ec2", "charts", "sts", "s3", "*"];

    [Fact]
    public async Task KilledAtRandomInUnreliableClouds_OnePlainRunConverges()
    {
        var first = Number("OPTA_STORM_SEED", 1);
        for (var seed = first; seed < first + Number("OPTA_STORM_SEEDS", 1); seed++)
        {
            var watch = Stopwatch.StartNew();
            output.WriteLine($"seed {seed}");
            await RunAsync(seed);
            output.WriteLine($"seed {seed}: converged, {watch.Elapsed.TotalSeconds:0.0} s");
        }
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

    private async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        var planned = await world.PlannedAsync();
        for (var round = 0; round < 2 + random.Next(2); round++)
        {
            for (var rule = 0; rule < 1 + random.Next(3); rule++)
            {
                var fault = Fault(random);
                output.WriteLine($"  round {round}: {fault.ToJsonString()}");
                await world.PostControlAsync("faults", fault);
            }

            using var process = world.StartSandboxed("apply", "env-aws.yaml", "--auto-approve");
            var ended = ProgramWorld.FinishAsync(process);
            var lifetime = TimeSpan.FromMilliseconds(500 + random.Next(6000));
            await Task.WhenAny(ended, Task.Delay(lifetime));
            output.WriteLine($"  round {round}: {(ended.IsCompleted ? $"ended with {(await ended).Exit}" : $"killed after {lifetime.TotalSeconds:0.0} s")}");
            if (!ended.IsCompleted)
                process.Kill();
            await ended;
            await world.DeleteControlAsync("faults");
        }

        await world.ConvergeAsync(planned, $"seed {seed}");
    }

    private static JsonObject Fault(Random random)
    {
        var kind = Kinds[random.Next(Kinds.Length)];
        var fault = new JsonObject
        {
            ["kind"] = kind,
            ["service"] = kind is "OperationFailure" or "Stuck" or "Stale" ? "cloudcontrolapi" : Services[random.Next(Services.Length)],
            ["probability"] = Math.Round(0.03 + (random.NextDouble() * 0.25), 2),
            ["seed"] = random.Next(),
            ["delayMilliseconds"] = random.Next(50, 1500),
            ["skip"] = random.Next(20),
        };
        if (kind is "Hang" or "ExpiredCredentials")
            fault["count"] = 1 + random.Next(3);
        if (kind == "Error")
            fault["status"] = random.Next(2) == 0 ? 500 : 503;
        if (kind == "OperationFailure")
            fault["code"] = random.Next(2) == 0 ? "NotStabilized" : "ServiceInternalError";
        return fault;
    }

    /// <summary>A killed run's lock in a bucket ends by itself after a minute; the test does not wait for it.</summary>
    private static async Task FreeLockAsync(ProgramWorld world)
    {
        var found = await world.SandboxedAsync("locks", "staging", "--output", "json");
        if (found.Exit == 0 && !found.Output.Contains("\"Free\"", StringComparison.Ordinal))
            await world.SucceedAsync("unlock", "staging", "--force", "--auto-approve");
    }

    private static IEnumerable<int> Boundaries() => Environment.GetEnvironmentVariable("OPTA_STORM_BOUNDARIES") switch
    {
        null or "" => [9],
        "all" => Enumerable.Range(0, 2000),
        { } list => list.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)),
    };

    private static int Number(string variable, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : absent;
}

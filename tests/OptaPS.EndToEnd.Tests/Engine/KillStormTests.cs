using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// The real program against a cloud that fails in every way, killed at random instants and at journal boundaries; then one plain run. Everything
/// that happens is drawn from a seed. The usual run takes one world with one kill, and one boundary. OPTA_STORM_SEEDS=n runs n worlds,
/// OPTA_STORM_WORLDS=m of them at a time, OPTA_STORM_SEED=s begins at s (replay: OPTA_STORM_SEED=s OPTA_STORM_SEEDS=1), OPTA_STORM_KILLS=k kills
/// k runs in each; OPTA_STORM_BOUNDARIES=all takes every journal boundary, OPTA_STORM_BOUNDARIES=7,8 those. With OPTA_STORM_LOG=FILE the long run
/// writes a line for each run as it goes, and keeps the home folder of a world that failed beside it.
/// </summary>
public sealed class KillStormTests(ITestOutputHelper output)
{
    private readonly Lock gate = new();

    [Fact]
    public async Task KilledAtRandomInUnreliableClouds_OnePlainRunConverges()
    {
        var failures = new List<string>();
        var (killed, ended) = (0, 0);
        var first = Number("OPTA_STORM_SEED", 1);
        await Parallel.ForEachAsync(
            Enumerable.Range(first, Number("OPTA_STORM_SEEDS", 1)),
            new ParallelOptions { MaxDegreeOfParallelism = Number("OPTA_STORM_WORLDS", 1) },
            async (seed, _) =>
            {
                var series = new KillSeries(seed, Report);
                await using var world = new ProgramWorld();
                try
                {
                    await series.RunAsync(world, Number("OPTA_STORM_KILLS", 1));
                }
                catch (Xunit.Sdk.XunitException failure)
                {
                    Report($"seed {seed}: FAILED: {failure.Message}");
                    Keep(world, seed);
                    lock (gate)
                        failures.Add($"seed {seed}: {failure.Message}");
                }

                lock (gate)
                {
                    (killed, ended) = (killed + series.Count.Killed, ended + series.Count.Ended);
                    Report($"seed {seed}: {series.Count.Killed} runs killed, {series.Count.Ended} ended before; together {killed} and {ended}, {failures.Count} worlds failed");
                }
            });
        Assert.Empty(failures);
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

    private static string? Log => Environment.GetEnvironmentVariable("OPTA_STORM_LOG") is { Length: > 0 } log ? log : null;

    private void Report(string line)
    {
        lock (gate)
        {
            output.WriteLine(line);
            if (Log is { } log)
                File.AppendAllText(log, line + Environment.NewLine);
        }
    }

    private static void Keep(ProgramWorld world, int seed)
    {
        if (Log is not { } log)
            return;
        foreach (var file in Directory.EnumerateFiles(world.Home, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine($"{log}.{seed}", Path.GetRelativePath(world.Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
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

    private static int Number(string variable, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : absent;
}

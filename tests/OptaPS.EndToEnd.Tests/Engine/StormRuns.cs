using System.Globalization;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// Runs worlds of storms side by side, one for each seed, and tells what happens in them. OPTA_STORM_SEEDS=n runs n worlds, OPTA_STORM_WORLDS=m of
/// them at a time, OPTA_STORM_SEED=s begins at s (replay: OPTA_STORM_SEED=s OPTA_STORM_SEEDS=1), OPTA_STORM_KILLS=k kills k runs in each. With
/// OPTA_STORM_LOG=FILE a line is written for each run as it goes, and the home folder of a world that failed is kept beside it.
/// </summary>
internal sealed class StormRuns(ITestOutputHelper output)
{
    private readonly Lock gate = new();

    /// <summary>Runs that are to be killed in each world.</summary>
    public static int Kills => Number("OPTA_STORM_KILLS", 1);

    private static string? Log => Environment.GetEnvironmentVariable("OPTA_STORM_LOG") is { Length: > 0 } log ? log : null;

    /// <summary>Runs a series in a world for each seed; fails at the end when one of them failed.</summary>
    /// <param name="runAsync">Runs the series of a seed; what it returns are the runs that were killed, and those that ended before they could be.</param>
    /// <param name="usual">The first seed when none is given: one whose first run is killed in good time.</param>
    public async Task RunAsync(Func<int, ProgramWorld, Task<(int Killed, int Ended)>> runAsync, int usual = 1)
    {
        var failures = new List<string>();
        var (killed, ended) = (0, 0);
        await Parallel.ForEachAsync(
            Enumerable.Range(Number("OPTA_STORM_SEED", usual), Number("OPTA_STORM_SEEDS", 1)),
            new ParallelOptions { MaxDegreeOfParallelism = Number("OPTA_STORM_WORLDS", 1) },
            async (seed, _) =>
            {
                await using var world = new ProgramWorld();
                try
                {
                    var count = await runAsync(seed, world);
                    lock (gate)
                    {
                        (killed, ended) = (killed + count.Killed, ended + count.Ended);
                        Report($"seed {seed}: {count.Killed} runs killed, {count.Ended} ended before; together {killed} and {ended}, {failures.Count} worlds failed");
                    }
                }
                catch (Exception failure) when (failure is Xunit.Sdk.XunitException or HttpRequestException)
                {
                    Report($"seed {seed}: FAILED: {failure.Message}");
                    Keep(world, seed);
                    lock (gate)
                        failures.Add($"seed {seed}: {failure.Message}");
                }
            });
        Assert.Empty(failures);
    }

    /// <summary>Tells a line.</summary>
    public void Report(string line)
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
        foreach (var file in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var copy = Path.Combine($"{log}.{seed}", Path.GetRelativePath(world.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static int Number(string variable, int absent) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : absent;
}

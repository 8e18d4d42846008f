using System.Diagnostics;
using System.Text.Json.Nodes;
using OptaPS.EndToEnd.Tests.Engine;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests;

/// <summary>
/// Kills the program with SIGKILL after the N-th mutating request of the main job took effect, and runs the same commands again: the world
/// must then be the one of an undisturbed run, made with one effective create for each resource. OPTA_KILL_AT=all takes every N (more than an hour),
/// OPTA_KILL_AT=7,8,9 those; the usual run leaves it to the storms. All chosen N are tried, also after one that failed;
/// with OPTA_KILL_LOG=FILE the long run writes a line for each as it goes.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly string[][] Commands =
    [
        ["apply", "env-aws.yaml", "--auto-approve"],
        ["mesh", "install", "staging", "--auto-approve"],
        ["deploy", "hello.yaml", "--auto-approve"],
        ["deploy", "hello.yaml", "--image", "ghcr.io/acme/hello:1.1", "--auto-approve"],
    ];

    [SkippableFact]
    public async Task KilledAfterTheNthMutatingRequest_ConvergesToTheSameWorld()
    {
        Skip.If(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OPTA_KILL_AT")), "OPTA_KILL_AT is not set: the long mode.");
        await using var calm = new ProgramWorld();
        await calm.StartAsync(timeScale: 200);
        foreach (var command in Commands)
            await RunAsync(calm, command);

        var resources = await calm.ResourcesAsync();
        using var cluster = await ClusterReader.ConnectAsync(calm);
        var names = await cluster.NamesAsync();
        var total = (await calm.EffectsAsync()).Count;
        output.WriteLine($"{total} mutating requests, {resources.Count} cloud resources, {names.Count} objects");

        var failures = new List<string>();
        foreach (var n in Chosen(total))
        {
            var watch = Stopwatch.StartNew();
            try
            {
                await KillAtAsync(n, resources, names);
                Report($"killed after request {n}: converged, {watch.Elapsed.TotalSeconds:0.0} s");
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                failures.Add($"killed after request {n}: {failure.Message}");
                Report(failures[^1]);
            }
        }

        Assert.Empty(failures);
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("OPTA_KILL_LOG") is { Length: > 0 } log)
            File.AppendAllText(log, line + Environment.NewLine);
    }

    private static IEnumerable<int> Chosen(int total) => Environment.GetEnvironmentVariable("OPTA_KILL_AT") switch
    {
        "all" => Enumerable.Range(1, total),
        var list => list!.Split(',').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static async Task KillAtAsync(int n, IReadOnlyList<string> resources, IReadOnlyList<string> names)
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Hang", ["mutatingOnly"] = true, ["skip"] = n });
        var killed = false;
        foreach (var command in Commands)
        {
            killed = killed || await KilledAsync(world, command, n);
            if (killed)
                await RunAsync(world, command);
        }

        Assert.True(killed, $"request {n} never came");
        Assert.Equal(resources, await world.ResourcesAsync());
        Assert.Equal(resources.Count, await EffectiveAsync(world, "CreateResource"));
        Assert.Equal(0, await EffectiveAsync(world, "DeleteResource"));
        using var cluster = await ClusterReader.ConnectAsync(world);
        Assert.Equal(names, await cluster.NamesAsync());

        var since = (long)(await world.ControlAsync("requests?limit=1"))["last"]!;
        await RunAsync(world, Commands[0]);
        await RunAsync(world, Commands[2]);
        Assert.Empty(await world.EffectsAsync(since));
    }

    /// <summary>Runs a command while the requests after the n-th are held, and kills it as soon as one is. False when it ended before.</summary>
    private static async Task<bool> KilledAsync(ProgramWorld world, string[] command, int n)
    {
        using var process = world.StartSandboxed(command);
        var ended = ProgramWorld.FinishAsync(process);
        while (!ended.IsCompleted)
        {
            var rule = Assert.Single((JsonArray)(await world.ControlAsync("faults"))["faults"]!)!;
            if ((int)rule["hits"]! > 0)
            {
                process.Kill();
                await ended;
                using var cleared = await world.Control.DeleteAsync("faults");
                cleared.EnsureSuccessStatusCode();
                return true;
            }

            await Task.WhenAny(ended, Task.Delay(20));
        }

        var result = await ended;
        Assert.True(result.Exit == 0, $"before request {n}: {result}");
        return false;
    }

    private static async Task RunAsync(ProgramWorld world, string[] command)
    {
        var result = await world.SandboxedAsync(command);
        Assert.True(result.Exit == 0, $"{string.Join(' ', command)}: {result}");
    }

    private static async Task<int> EffectiveAsync(ProgramWorld world, string operation) =>
        ((JsonArray)(await world.ControlAsync($"requests?operation={operation}&effect=true"))["requests"]!).Count;
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests;

/// <summary>
/// Kills the program with SIGKILL after a mutating request has taken effect, and runs the same command again, until it ends by itself:
/// every request of the main job is once the last one before a kill. The world must then be the one of an undisturbed run.
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

    [Fact]
    public async Task KilledAfterEveryMutatingRequest_ConvergesToTheSameWorld()
    {
        await using var calm = new ProgramWorld();
        await calm.StartAsync(timeScale: 200);
        foreach (var command in Commands)
        {
            var result = await calm.SandboxedAsync(command);
            Assert.True(result.Exit == 0, result.ToString());
        }

        await using var harsh = new ProgramWorld();
        await harsh.StartAsync(timeScale: 200);
        var watch = Stopwatch.StartNew();
        var kills = 0;
        foreach (var command in Commands)
        {
            while (await KillAfterOneAsync(harsh, command))
                kills++;
        }

        output.WriteLine($"{kills} kills in {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(kills > 100, $"only {kills} kills");

        var expected = await ResourcesAsync(calm);
        Assert.Equal(expected, await ResourcesAsync(harsh));
        Assert.Equal(expected.Count, await EffectiveAsync(harsh, "CreateResource"));
        Assert.Equal(0, await EffectiveAsync(harsh, "DeleteResource"));
        using var calmCluster = await ClusterReader.ConnectAsync(calm);
        using var harshCluster = await ClusterReader.ConnectAsync(harsh);
        Assert.Equal(await calmCluster.NamesAsync(), await harshCluster.NamesAsync());

        foreach (var command in new[] { Commands[0], Commands[2] })
        {
            var since = (long)(await harsh.ControlAsync("requests?limit=1"))["last"]!;
            var again = await harsh.SandboxedAsync(command);
            Assert.True(again.Exit == 0, again.ToString());
            Assert.Empty(await harsh.EffectsAsync(since));
        }
    }

    /// <summary>Lets one mutating request through, holds all later ones, and kills the program as soon as one is held. False when the program ended by itself.</summary>
    private static async Task<bool> KillAfterOneAsync(ProgramWorld world, string[] command)
    {
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Hang", ["mutatingOnly"] = true, ["skip"] = 1 });
        using var process = world.StartSandboxed(command);
        var ended = ProgramWorld.FinishAsync(process);
        try
        {
            while (!ended.IsCompleted)
            {
                var rule = Assert.Single((JsonArray)(await world.ControlAsync("faults"))["faults"]!)!;
                if ((int)rule["hits"]! > 0)
                {
                    process.Kill();
                    await ended;
                    return true;
                }

                await Task.WhenAny(ended, Task.Delay(20));
            }
        }
        finally
        {
            using var cleared = await world.Control.DeleteAsync("faults");
            cleared.EnsureSuccessStatusCode();
        }

        var result = await ended;
        Assert.True(result.Exit == 0, result.ToString());
        return false;
    }

    private static async Task<IReadOnlyList<string>> ResourcesAsync(ProgramWorld world) =>
        [.. ((JsonArray)(await world.ControlAsync("resources"))["resources"]!).Select(r => (r!["type"] ?? r["typeName"])!.GetValue<string>()).Order(StringComparer.Ordinal)];

    private static async Task<int> EffectiveAsync(ProgramWorld world, string operation) =>
        ((JsonArray)(await world.ControlAsync($"requests?operation={operation}&effect=true"))["requests"]!).Count;
}

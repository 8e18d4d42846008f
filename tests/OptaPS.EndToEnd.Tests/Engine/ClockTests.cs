using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// Clocks that jump in the middle of a run: those of all AWS services (by the sandbox's fault), or this machine's own (by libfaketime, where
/// OPTA_FAKETIME names its library). The disturbed run itself must end well. OPTA_CLOCK_RUNS=n makes n runs of each kind.
/// </summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly int[] AnyMinutes = [120, -40, 0, 20, -600, 4320, 0];

    // Never behind the sandbox's start: its certificates would not be valid yet, which rightly is an error.
    private static readonly int[] LaterMinutes = [120, 0, 20, 4320, 60, 7, 0];

    [SkippableFact]
    public async Task TheServicesClocksJumpInMidRun_TheRunGoesOn()
    {
        Skip.If(Runs == 0, "OPTA_CLOCK_RUNS is not set.");
        await RunAsync(AnyMinutes, async (world, minutes) =>
        {
            await world.DeleteControlAsync("faults");
            if (minutes != 0)
                await world.PostControlAsync("faults", new JsonObject { ["kind"] = "ClockSkew", ["delayMilliseconds"] = minutes * 60_000 });
        });
    }

    [SkippableFact]
    public async Task ThisMachinesClockIsSetInMidRun_TheRunGoesOn()
    {
        var library = Environment.GetEnvironmentVariable("OPTA_FAKETIME");
        Skip.If(Runs == 0 || string.IsNullOrEmpty(library), "OPTA_CLOCK_RUNS or OPTA_FAKETIME is not set.");
        await RunAsync(
            LaterMinutes,
            async (world, minutes) =>
            {
                // All at once: of an empty file the library makes another time.
                var next = Path.Combine(world.Folder, "faketime.next");
                await File.WriteAllTextAsync(next, $"+{minutes.ToString(CultureInfo.InvariantCulture)}m\n");
                File.Move(next, Path.Combine(world.Folder, "faketime"), overwrite: true);
            },
            world => new(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = library!,
                ["FAKETIME_TIMESTAMP_FILE"] = Path.Combine(world.Folder, "faketime"),
                ["FAKETIME_NO_CACHE"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["DONT_FAKE_MONOTONIC"] = "1",
            });
    }

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("OPTA_CLOCK_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 0;

    private async Task RunAsync(int[] places, Func<ProgramWorld, int, Task> setAsync, Func<ProgramWorld, Dictionary<string, string>>? variables = null)
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 60);
        var planned = await world.PlannedAsync();
        var random = new Random(7);

        // A mesh's certificates are dated by this machine's clock: they are valid from an hour before.
        int Draw(string[] command) => places[random.Next(places.Length)] is var minutes && command[0] == "mesh" ? Math.Min(minutes, 50) : minutes;
        for (var run = 0; run < Runs; run++)
        {
            var jumps = 0;
            string[][] commands =
            [
                ["apply", "env-aws.yaml", "--auto-approve"], ["mesh", "install", "staging", "--auto-approve"], ["deploy", "hello.yaml", "--auto-approve"],
                ["destroy", "staging", "--auto-approve", "--recurse"],
            ];
            foreach (var command in commands)
            {
                await setAsync(world, Draw(command));
                foreach (var (name, value) in variables?.Invoke(world) ?? [])
                    world.Variables[name] = value;
                using var process = world.StartSandboxed(command);
                world.Variables.Clear();
                var ended = ProgramWorld.FinishAsync(process);
                while (!ended.IsCompleted)
                {
                    await Task.WhenAny(ended, Task.Delay(random.Next(2000, 9000)));
                    await setAsync(world, Draw(command));
                    jumps++;
                }

                var result = await ended;
                Assert.True(result.Exit == 0, $"run {run}, {command[0]} after {jumps} jumps: {result}");
                if (command[0] == "apply")
                    Assert.Equal(planned, await world.ResourcesAsync());
            }

            await setAsync(world, 0);
            Assert.Empty(await world.ResourcesAsync());
            output.WriteLine($"run {run}: {jumps} jumps");
        }
    }
}

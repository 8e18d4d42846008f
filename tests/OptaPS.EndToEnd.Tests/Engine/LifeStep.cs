using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>One command of an environment's life, and what leads to the calls that a calm run of it does not make.</summary>
internal sealed record LifeStep(string[] Command, IReadOnlyList<string> Resources)
{
    private const int MostRuns = 25;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    /// <summary>Half of a release's lease, after which whoever goes on renews it.</summary>
    private static readonly TimeSpan LeaseHalf = TimeSpan.FromSeconds(63);

    /// <summary>The commands: everything is made, changed, added to and removed.</summary>
    public static IReadOnlyList<string[]> Commands { get; } =
    [
        ["apply", "env-aws.yaml", "--auto-approve"],
        ["mesh", "install", "staging", "--auto-approve"],
        ["deploy", "hello.yaml", "--auto-approve"],
        ["deploy", "hello.yaml", "--image", "ghcr.io/acme/hello:1.1", "--auto-approve"],
        ["apply", "env-tuned.yaml", "--auto-approve"],
        ["destroy", "staging", "--recurse", "--auto-approve"],
    ];

    /// <summary>Runs that are killed. Beside the rules that the world has already.</summary>
    public async Task ProvokeAsync(ProgramWorld world)
    {
        switch (Command[0])
        {
            case "apply":
                // Every create has its effect and no answer: whoever comes next has to find what was made, one layer of the graph after the other.
                await KilledAsync(world, new() { ["service"] = "cloudcontrolapi", ["operation"] = "CreateResource", ["kind"] = "LostResponse" }, MostRuns);
                break;
            case "mesh":
                // A release is left half done for so long that its lease has to be renewed.
                if (await KilledAsync(world, new() { ["service"] = "kubernetes:*", ["operation"] = "apply", ["kind"] = "Hang", ["skip"] = 20 }, 1) > 0)
                    await Task.Delay(LeaseHalf);
                break;
        }
    }

    /// <summary>Runs the command under a rule, each time until nothing new is struck, and kills it; ends when a run is not struck. Gives the number of runs that were.</summary>
    private async Task<int> KilledAsync(ProgramWorld world, JsonObject rule, int most)
    {
        rule["id"] = "provoke";
        await world.PostControlAsync("faults", rule);
        var runs = 0;
        for (var hit = true; hit && runs < most; runs += hit ? 1 : 0)
        {
            var before = await HitsAsync(world);
            using var process = world.StartSandboxed(Command);
            var ended = ProgramWorld.FinishAsync(process);
            var (watch, last, seen) = (Stopwatch.StartNew(), Stopwatch.StartNew(), before);
            while (!ended.IsCompleted && watch.Elapsed < Longest && (seen == before || last.Elapsed < Quiet))
            {
                await Task.WhenAny(ended, Task.Delay(100));
                if (await HitsAsync(world) is var now && now > seen)
                {
                    seen = now;
                    last.Restart();
                }
            }

            if (!ended.IsCompleted)
                process.Kill();
            await ended;
            hit = seen > before;
        }

        await world.DeleteControlAsync("faults/provoke");
        return runs;
    }

    private static async Task<int> HitsAsync(ProgramWorld world) =>
        ((JsonArray)(await world.ControlAsync("faults"))["faults"]!).Where(rule => (string?)rule!["id"] == "provoke").Sum(rule => (int)rule!["hits"]!);
}

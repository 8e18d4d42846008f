using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// One world in which run after run is killed, each followed by one plain run of the same command, after which the cloud must hold exactly what that
/// command asks for. Commands go back and forth between four sizes of the environment and none, so that creates, changes and deletes are all hit.
/// Everything is drawn from the seed; the kill itself comes after a time, after a number of requests, or at a request that changes something: before
/// it has an effect, or after it with the answer lost.
/// </summary>
internal sealed class KillSeries(int seed, Action<string> report)
{
    // The cloud is fast while runs are killed. It is slower in plain runs of long series: a pod's ten minutes must not pass while the machine is busy.
    private const int FastScale = 400;
    private const int PlainScale = 60;
    private const int UsualScale = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    private static readonly (string File, int Weight)[] Targets = [("env-aws.yaml", 40), ("env-tuned.yaml", 20), ("env-cluster.yaml", 10), ("env-network.yaml", 10), ("", 20)];

    private readonly Random random = new(seed);
    private Dictionary<string, IReadOnlyList<string>> planned = [];
    private int plainScale = UsualScale;
    private string? current;

    /// <summary>Runs that were killed, and runs that ended before they could be.</summary>
    public (int Killed, int Ended) Count { get; private set; }

    public async Task RunAsync(ProgramWorld world, int kills)
    {
        plainScale = kills > 1 ? PlainScale : UsualScale;
        await PrepareAsync(world);
        while (Count.Killed < kills)
        {
            var file = Next();
            string[] command = file.Length > 0 ? ["apply", file, "--auto-approve"] : ["destroy", "staging", "--auto-approve"];
            var context = $"seed {seed} after {Count.Killed} kills, {string.Join(' ', command[..2])}";
            do
            {
                var how = await DisturbedAsync(world, command);
                report($"{context}: {how}");
            }
            while (random.Next(4) == 0);

            var watch = Stopwatch.StartNew();
            await PlainAsync(world, command, file, context);
            report($"{context}: converged, {watch.Elapsed.TotalSeconds:0.0} s");
        }
    }

    private async Task PrepareAsync(ProgramWorld world)
    {
        await world.StartAsync(FastScale);
        await world.CopyAsync("env-aws.yaml", "env-cluster.yaml", "  - type: k8s-base\n", "");
        await world.CopyAsync("env-cluster.yaml", "env-network.yaml", "  - type: k8s-cluster\n", "");
        await world.CopyAsync("env-aws.yaml", "env-tuned.yaml", "  - type: k8s-cluster\n  - type: k8s-base\n", "  - type: k8s-cluster\n    eks_log_retention: 30\n    max_nodes: 9\n  - type: k8s-base\n    admin_arns: [\"arn:aws:iam::000000000000:role/ops\"]\n");
        var files = Targets.Select(target => target.File).Where(file => file.Length > 0).ToList();
        var plans = await Task.WhenAll(files.Select(file => world.PlannedAsync(file)));
        planned = files.Zip(plans).Append(("", [])).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
    }

    private string Next()
    {
        while (true)
        {
            var draw = random.Next(Targets.Sum(target => target.Weight));
            var file = Targets.First(target => (draw -= target.Weight) < 0).File;
            if (file != (current ?? ""))
                return file;
        }
    }

    /// <summary>One plain run, and now and then a second one, which must change nothing.</summary>
    private async Task PlainAsync(ProgramWorld world, string[] command, string file, string context)
    {
        await world.PostControlAsync("time-scale", new JsonObject { ["scale"] = plainScale });
        var result = await world.SandboxedAsync(command);
        var gone = file.Length == 0 && result.Error.Contains("OPTA7020", StringComparison.Ordinal);
        Assert.True(result.Exit == 0 || gone, $"{context}: {result}");
        Assert.Equal(planned[file], await world.ResourcesAsync());
        current = file;
        if (file.Length > 0 && random.Next(3) == 0)
        {
            var since = await world.PositionAsync();
            await world.SucceedAsync(command);
            Assert.True((await world.ChangesAsync(since)).Count == 0, $"{context}, once more: {string.Join("; ", await world.ChangesAsync(since))}");
        }

        await world.PostControlAsync("time-scale", new JsonObject { ["scale"] = FastScale });
    }

    private async Task<string> DisturbedAsync(ProgramWorld world, string[] command)
    {
        var faults = new List<string>();
        for (var rule = random.Next(3); rule > 0; rule--)
        {
            var fault = StormFault.Draw(random);
            faults.Add(fault.ToJsonString());
            await world.PostControlAsync("faults", fault);
        }

        if (random.Next(3) == 0)
            world.ForgetCharts();
        var way = random.Next(4);
        var number = (int)((way == 1 ? 400 : 180) * Early());
        if (way > 1)
            await world.PostControlAsync("faults", new JsonObject { ["id"] = "here", ["kind"] = way == 2 ? "Hang" : "LostResponse", ["mutatingOnly"] = true, ["skip"] = number, ["count"] = 1 });
        var lifetime = way == 0 ? TimeSpan.FromMilliseconds(200 + (7000 * Early())) : Longest;
        var since = await world.PositionAsync();
        using var process = world.StartSandboxed(command);
        var watch = Stopwatch.StartNew();
        var ended = ProgramWorld.FinishAsync(process);
        while (!ended.IsCompleted && watch.Elapsed < lifetime && !await IsReachedAsync(world, way, since + number))
            await Task.WhenAny(ended, Task.Delay(15));

        var killed = !ended.IsCompleted;
        if (killed)
            process.Kill();
        var result = await ended;
        await world.DeleteControlAsync("faults");
        Count = killed ? (Count.Killed + 1, Count.Ended) : (Count.Killed, Count.Ended + 1);
        var where = way switch { 0 => "", 1 => $" at request {number}", 2 => $" before change {number}", _ => $" after change {number}" };
        return $"{(killed ? "killed" : $"ended with {result.Exit}")} after {watch.Elapsed.TotalSeconds:0.0} s{where}; {string.Join(' ', faults)}";
    }

    /// <summary>From 0 to 1, more often early than late: between two sizes of an environment little is to be done, and a run that has ended cannot be killed.</summary>
    private double Early() => Math.Pow(random.NextDouble(), 3);

    private static async Task<bool> IsReachedAsync(ProgramWorld world, int way, long position) => way switch
    {
        0 => false,
        1 => await world.PositionAsync() >= position,
        _ => ((JsonArray)(await world.ControlAsync("faults"))["faults"]!).Any(rule => (string?)rule!["id"] == "here" && (int)rule["hits"]! > 0),
    };
}

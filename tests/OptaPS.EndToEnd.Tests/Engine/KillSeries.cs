using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// One world in which run after run is killed, each followed by one plain run of the same command, after which the cloud must hold exactly what that
/// command asks for. Commands go back and forth between four sizes of the environment and none, so that creates, changes and deletes are all hit.
/// Everything is drawn from the seed.
/// </summary>
internal sealed class KillSeries(int seed, Action<string> report)
{
    // The cloud is fast while runs are killed. It is slower in plain runs of long series: a pod's ten minutes must not pass while the machine is busy.
    private const int FastScale = 400;
    private const int PlainScale = 60;
    private const int UsualScale = 200;

    private static readonly (string File, int Weight)[] Targets = [("env-aws.yaml", 40), ("env-tuned.yaml", 20), ("env-cluster.yaml", 10), ("env-network.yaml", 10), ("", 20)];

    private readonly Random random = new(seed);
    private Dictionary<string, IReadOnlyList<string>> planned = [];
    private int plainScale = UsualScale;
    private string? current;

    public async Task<(int Killed, int Ended)> RunAsync(ProgramWorld world, int kills)
    {
        var disturbance = new Disturbance(random);
        plainScale = kills > 1 ? PlainScale : UsualScale;
        await PrepareAsync(world);
        while (disturbance.Count.Killed < kills)
        {
            var file = Next();
            string[] command = file.Length > 0 ? ["apply", file, "--auto-approve"] : ["destroy", "staging", "--auto-approve"];
            var context = $"seed {seed} after {disturbance.Count.Killed} kills, {string.Join(' ', command[..2])}";
            do
            {
                var how = await disturbance.RunAsync(world, () => world.StartSandboxed(command));
                report($"{context}: {how}");
            }
            while (random.Next(4) == 0);

            var watch = Stopwatch.StartNew();
            await PlainAsync(world, command, file, context);
            report($"{context}: converged, {watch.Elapsed.TotalSeconds:0.0} s");
        }

        return disturbance.Count;
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
}

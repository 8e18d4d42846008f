using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// One kind of fault at every n-th call from a first one on, through an apply and a destroy. Some kinds end a run at once: it is run again, under the
/// faults that are left, as long as it gets further.
/// </summary>
internal sealed record FaultPass(string Kind, int Stride, int First)
{
    private const int MostCalls = 900;
    private const int MostOperations = 90;
    private const int MostRuns = 25;

    /// <summary>Instead of every n-th call: each of these kinds of call once.</summary>
    public IReadOnlyCollection<CallKind>? Calls { get; init; }

    /// <summary>With <see cref="Calls"/>: the commands of the pass, with the resources that there must be after each.</summary>
    public IReadOnlyList<LifeStep> Life { get; init; } = [];

    /// <summary>What does not end by itself is killed; the others are, too, when they take long over it.</summary>
    private TimeSpan Limit => TimeSpan.FromSeconds(Kind is "Hang" or "Stuck" ? 15 : 60);

    /// <summary>Kinds that strike operations which were accepted strike each third of them at least: there are fewer.</summary>
    private bool OfOperations => Kind is "OperationFailure" or "Stuck" or "Quota";

    public async Task<string> RunAsync(ProgramWorld world, IReadOnlyList<string> planned, bool destroys)
    {
        if (Calls is not null)
            return await LiveAsync(world);
        var done = await CommandAsync(world, ["apply", "env-aws.yaml", "--auto-approve"], planned, destroys ? 60 : 200);
        return destroys ? $"{done}; destroy: {await CommandAsync(world, ["destroy", "staging", "--auto-approve"], [], 60)}" : done;
    }

    public override string ToString() => Calls is null ? $"{Kind} at {First} and every {Stride}" : $"{Kind} at each kind of call";

    /// <summary>All commands of a life, each first in runs that are killed where the next one has to look for what they left.</summary>
    private async Task<string> LiveAsync(ProgramWorld world)
    {
        var told = new List<string>();
        foreach (var step in Life)
            told.Add($"{string.Join(' ', step.Command[..2])}: {await CommandAsync(world, step.Command, step.Resources, 60, step)}");
        return string.Join("; ", told);
    }

    private async Task<string> CommandAsync(ProgramWorld world, string[] command, IReadOnlyList<string> expected, int plainScale, LifeStep? step = null)
    {
        await world.PostControlAsync("time-scale", new JsonObject { ["scale"] = 400 });
        await AddRulesAsync(world);
        if (step is not null)
            await step.ProvokeAsync(world);
        var watch = Stopwatch.StartNew();
        var runs = 0;
        var disturbed = "";
        for (var (hits, before) = (0, -1); hits > before && !disturbed.Contains("exit 0", StringComparison.Ordinal) && runs < (Calls?.Count ?? MostRuns); runs++)
        {
            before = hits;
            disturbed = await DisturbedAsync(world, command, before);
            hits = await StruckAsync(world);
        }

        disturbed = $"{runs} runs, the last one {disturbed}, {watch.Elapsed.TotalSeconds:0.0} s, struck {await StruckAsync(world)} times";
        await world.DeleteControlAsync("faults");

        // Slower in long runs: a pod's ten minutes must not pass while the machine is busy.
        await world.PostControlAsync("time-scale", new JsonObject { ["scale"] = plainScale });
        watch.Restart();
        var plain = await world.SandboxedAsync(command);
        var gone = expected.Count == 0 && plain.Error.Contains("OPTA7020", StringComparison.Ordinal);
        Assert.True(plain.Exit == 0 || gone, $"{this}, {command[0]} {disturbed}: {plain}");
        Assert.Equal(expected, await world.ResourcesAsync());
        return $"{disturbed}, converged in {watch.Elapsed.TotalSeconds:0.0} s";
    }

    /// <summary>One run under the faults that are left. What hangs is killed soon, what takes long in the end.</summary>
    private async Task<string> DisturbedAsync(ProgramWorld world, string[] command, int before)
    {
        world.ForgetCharts();
        using var process = world.StartSandboxed(command);
        var watch = Stopwatch.StartNew();
        var ended = ProgramWorld.FinishAsync(process);
        while (!ended.IsCompleted && watch.Elapsed < Limit && (Kind != "Hang" || await StruckAsync(world) == before))
            await Task.WhenAny(ended, Task.Delay(Kind == "Hang" ? 50 : 500));
        if (Kind == "Hang")
            await Task.WhenAny(ended, Task.Delay(300));
        var killed = !ended.IsCompleted;
        if (killed)
            process.Kill();
        var exit = (await ended).Exit;
        return killed ? "killed" : $"with exit {exit}";
    }

    private static async Task<int> StruckAsync(ProgramWorld world) => ((JsonArray)(await world.ControlAsync("faults"))["faults"]!).Sum(rule => (int)rule!["hits"]!);

    private async Task AddRulesAsync(ProgramWorld world)
    {
        var number = 0;
        foreach (var fault in Calls?.Select(call => call.Rule(OfOperations)).OfType<JsonObject>() ?? Places())
        {
            fault["kind"] = Kind;
            fault["count"] = 1;
            fault["delayMilliseconds"] = Kind switch { "Stale" => 5000, "ClockSkew" => number % 2 == 0 ? 1_800_000 : -1_800_000, _ => 300 };
            if (Kind == "OperationFailure")
                fault["code"] = number % 2 == 0 ? "NotStabilized" : "ServiceInternalError";
            if (Kind == "Stale")
                fault["service"] = "cloudcontrolapi";
            await world.PostControlAsync("faults", fault);
            number++;
        }
    }

    // A call that an earlier rule strikes is not seen by later ones.
    private IEnumerable<JsonObject> Places()
    {
        var stride = OfOperations ? Math.Min(Stride, 3) : Stride;
        var last = OfOperations ? MostOperations : MostCalls;
        for (var (call, rule) = (First % stride, 0); call < last; call += stride, rule++)
            yield return new JsonObject { ["skip"] = call - rule };
    }
}

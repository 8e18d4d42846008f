using System.Diagnostics;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// One run that is killed while the cloud fails, everything drawn from a source of chance. The kill comes after a time, after a number of requests, or
/// at a request that changes something: before it has an effect, or after it with the answer lost.
/// </summary>
/// <param name="random">The source of chance.</param>
/// <param name="requests">Requests among which one is drawn.</param>
/// <param name="changes">Requests that change something among which one is drawn.</param>
/// <param name="haste">How much more often early than late: often little is to be done, and a run that has ended cannot be killed.</param>
internal sealed class Disturbance(Random random, int requests = 400, int changes = 180, double haste = 3)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>Runs that were killed, and runs that ended before they could be.</summary>
    public (int Killed, int Ended) Count { get; private set; }

    /// <summary>Starts a run under faults and kills it; says how, and which faults there were.</summary>
    public async Task<string> RunAsync(ProgramWorld world, Func<Process> start)
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
        var number = (int)((way == 1 ? requests : changes) * Early());
        if (way > 1)
            await world.PostControlAsync("faults", new JsonObject { ["id"] = "here", ["kind"] = way == 2 ? "Hang" : "LostResponse", ["mutatingOnly"] = true, ["skip"] = number, ["count"] = 1 });
        var lifetime = way == 0 ? TimeSpan.FromMilliseconds(200 + (7000 * Early())) : Longest;
        var since = await world.PositionAsync();
        using var process = start();
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

    private double Early() => Math.Pow(random.NextDouble(), haste);

    private static async Task<bool> IsReachedAsync(ProgramWorld world, int way, long position) => way switch
    {
        0 => false,
        1 => await world.PositionAsync() >= position,
        _ => ((JsonArray)(await world.ControlAsync("faults"))["faults"]!).Any(rule => (string?)rule!["id"] == "here" && (int)rule["hits"]! > 0),
    };
}

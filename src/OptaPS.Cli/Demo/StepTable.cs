using System.Diagnostics;

namespace OptaPS.Cli.Demo;

/// <summary>Prints one line per step as it ends: time, name, what was seen.</summary>
internal sealed class StepTable(TextWriter output)
{
    private readonly Stopwatch total = Stopwatch.StartNew();

    /// <summary>Runs a step; its text is what was seen from outside.</summary>
    public async Task RunAsync(string name, Func<Task<string>> step)
    {
        var watch = Stopwatch.StartNew();
        var seen = await step();
        await output.WriteLineAsync($"{watch.Elapsed.TotalSeconds,6:0.0} s  {name,-34} {seen}");
    }

    public Task HeadAsync() => output.WriteLineAsync($"{"TIME",8}  {"STEP",-34} SEEN FROM OUTSIDE");

    public Task EndAsync() => output.WriteLineAsync($"{total.Elapsed.TotalSeconds,6:0.0} s  all");
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using OptaPS.EndToEnd.Tests.Engine;

namespace OptaPS.EndToEnd.Tests.Storms;

/// <summary>
/// A run in the middle of which the sandbox itself is killed and started again with its data: soon, so that the run may go on, or when the run has
/// given up, which it must do with a clear error.
/// </summary>
internal sealed partial class SandboxCrash(Random random, double scale, bool isLocal)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);

    /// <summary>Does it, and says how it went.</summary>
    public async Task<string> RunAsync(ProgramWorld world, Func<Process> start, string context)
    {
        var number = (int)(random.Next(120) * random.NextDouble());
        var comesBack = random.Next(2) == 0;
        var pause = random.Next(4000);
        var since = await world.PositionAsync();
        using var process = start();
        var ended = ProgramWorld.FinishAsync(process);
        var watch = Stopwatch.StartNew();
        while (!ended.IsCompleted && watch.Elapsed < Longest && await world.PositionAsync() < since + number)
            await Task.WhenAny(ended, Task.Delay(15));

        var early = !ended.IsCompleted;
        await world.CrashAsync();
        watch.Restart();
        if (comesBack)
        {
            await Task.Delay(pause);
            await world.StartAsync(scale, isLocal);
        }

        var result = await ended;
        var took = watch.Elapsed;
        if (!comesBack)
            await world.StartAsync(scale, isLocal);
        if (early && result.Exit != 0)
            Assert.True(ErrorLine().IsMatch(result.Error) && !StackLine().IsMatch(result.Error), $"{context}: the error is not clear: {result}");
        return $"the sandbox was killed at request {number}{(early ? "" : ", behind the run's end")}, {(comesBack ? $"back after {pause} ms" : "back behind the run's end")}; the run ended with {result.Exit} {took.TotalSeconds:0.0} s later: {Brief(result)}";
    }

    private static string Brief(ProgramResult result) => result.Exit == 0 ? "" : ErrorLine().Match(result.Error).Value is { Length: > 200 } text ? text[..200] : ErrorLine().Match(result.Error).Value;

    [GeneratedRegex(@"^.*OPTA[0-9]{4}:.*$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\s+at OptaPS\.", RegexOptions.Multiline)]
    private static partial Regex StackLine();
}

using System.Diagnostics;
using System.Globalization;

namespace OptaPS.Helm.Tests.Fuzzing;

/// <summary>
/// How much is tried: in the usual run a fixed number of inputs from a fixed seed, so that it always does the same; with OPTA_FUZZ_SECONDS that long per test,
/// from OPTA_FUZZ_SEED or from a seed of the moment, which a failure names.
/// </summary>
internal sealed class FuzzBudget
{
    private static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(60);
    private readonly int seconds = Number("OPTA_FUZZ_SECONDS", 0);
    private readonly int inputs;

    public FuzzBudget(int inputs)
    {
        this.inputs = inputs;
        Seed = Number("OPTA_FUZZ_SEED", seconds > 0 ? Environment.TickCount : 20261121);
    }

    public int Seed { get; }

    /// <summary>Feeds inputs; each has a random source of its own, so that one can be repeated alone by its number.</summary>
    /// <param name="make">Makes an input.</param>
    /// <param name="run">Tries it; must throw nothing, or what <paramref name="isRefusal"/> accepts.</param>
    /// <param name="isRefusal">True for the exceptions by which bad input is refused.</param>
    public async Task RunAsync(Func<Random, string> make, Action<string> run, Func<Exception, bool> isRefusal)
    {
        var clock = Stopwatch.StartNew();
        var only = Number("OPTA_FUZZ_INPUT", -1);
        for (var n = Math.Max(only, 0); seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : n < inputs; n++)
        {
            var input = make(new Random(unchecked((Seed * 1_000_003) + n)));
            await TryAsync(n, input, run, isRefusal);
            if (only >= 0)
                break;
        }
    }

    private async Task TryAsync(int number, string input, Action<string> run, Func<Exception, bool> isRefusal)
    {
        var done = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    run(input);
                    done.SetResult(Check(before));
                }
                catch (Exception e)
                {
                    done.SetResult(isRefusal(e) ? Check(before) : e);
                }
            },
            64 << 20)
        {
            IsBackground = true,
        };
        thread.Start();
        var what = $"seed {Seed}, input {number} (repeat with OPTA_FUZZ_SEED={Seed} OPTA_FUZZ_INPUT={number}):\n{Shown(input)}";
        try
        {
            if (await done.Task.WaitAsync(LongestInput) is { } failure)
                Assert.Fail($"{what}\n{failure}");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"No end after {LongestInput.TotalSeconds} s: {what}");
        }
    }

    private static InvalidOperationException? Check(long before)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        // What all calls for one input allocate together, most of it short-lived; how much of it the runtime keeps off the heap varies with its tiers.
        return bytes > 4L << 30 ? new InvalidOperationException($"{bytes >> 20} MiB were allocated.") : null;
    }

    private static string Shown(string input) => input.Length > 4000 ? input[..4000] + $"... ({input.Length} characters)" : input;

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

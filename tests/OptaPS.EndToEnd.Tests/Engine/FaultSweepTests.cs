using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// Every kind of fault at every remote call of an apply and of a destroy: a pass strikes at each n-th call, passes with other beginnings at the
/// calls between them. Whatever the disturbed run makes of it, one plain run converges. The usual run makes one pass. OPTA_SWEEP_STRIDE=n makes n
/// passes for each kind (OPTA_SWEEP_KINDS=Reset,Hang those kinds only), OPTA_STORM_WORLDS=m of them at a time; OPTA_STORM_LOG=FILE gets a line for
/// each pass, and at the end which calls were struck by which kind, by the sandbox's own log. OPTA_SWEEP_CALLS=true strikes each kind of call (of a
/// service, operation and type) instead, which the commands of a whole
/// life of an environment (apply, mesh, deployments, a change, destroy) have shown before, also when they go on after runs that were killed.
/// </summary>
public sealed class FaultSweepTests(ITestOutputHelper output)
{
    private const int UsualStride = 30;
    private static readonly string[] Kinds = ["Throttle", "Error", "Latency", "Reset", "LostResponse", "Hang", "Stale", "ExpiredCredentials", "ClockSkew", "OperationFailure", "Stuck", "Quota"];

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<CallKind, int>> struck = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CallKind, int> calls = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly Lock gate = new();

    [Fact]
    public async Task AFaultAtEveryCall_OnePlainRunConverges()
    {
        var stride = int.TryParse(Environment.GetEnvironmentVariable("OPTA_SWEEP_STRIDE"), CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var kinds = Environment.GetEnvironmentVariable("OPTA_SWEEP_KINDS") is { Length: > 0 } list ? list.Split(',') : Kinds;
        var worlds = int.TryParse(Environment.GetEnvironmentVariable("OPTA_STORM_WORLDS"), CultureInfo.InvariantCulture, out var number) ? number : 1;
        var byCall = Environment.GetEnvironmentVariable("OPTA_SWEEP_CALLS") == "true";
        var life = byCall ? await LearnAsync() : [];
        var passes = new ConcurrentQueue<FaultPass>(
            byCall ? kinds.Select(kind => new FaultPass(kind, 0, 0) { Life = life, Calls = [.. calls.Keys.Order(Comparer<CallKind>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())))] })
            : stride == 0 ? [new FaultPass("LostResponse", UsualStride, 4)]
            : Enumerable.Range(0, stride).SelectMany(first => kinds.Select(kind => new FaultPass(kind, stride, first))));
        await Task.WhenAll(Enumerable.Range(0, Math.Min(worlds, passes.Count)).Select(_ => WorkAsync(passes, byCall || stride > 0)));
        foreach (var (kind, of) in struck.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Report($"{kind}: {of.Values.Sum()} calls struck, {of.Count} of {calls.Count} kinds of call; not: {string.Join(", ", calls.Keys.Except(of.Keys).Select(call => call.ToString()).Order(StringComparer.Ordinal))}");
        Assert.Empty(failures);
        Assert.NotEmpty(struck);
    }

    /// <summary>Passes one after the other in one world; a world that failed is left for a new one.</summary>
    private async Task WorkAsync(ConcurrentQueue<FaultPass> passes, bool destroys)
    {
        while (!passes.IsEmpty)
        {
            await using var world = new ProgramWorld();
            await world.StartAsync(timeScale: 400);
            await TuneAsync(world);
            var planned = await world.PlannedAsync();
            while (passes.TryDequeue(out var pass))
            {
                try
                {
                    Report($"{pass}: {await pass.RunAsync(world, planned, destroys)}");
                }
                catch (Xunit.Sdk.XunitException failure)
                {
                    Report($"{pass}: FAILED: {failure.Message}");
                    failures.Enqueue($"{pass}: {failure.Message}");
                    break;
                }
            }

            await CountAsync(world);
        }
    }

    /// <summary>Which kinds of call the commands of a life make, also where they go on after runs that were killed, and what there is after each.</summary>
    private async Task<IReadOnlyList<LifeStep>> LearnAsync()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        await TuneAsync(world);
        var life = new List<LifeStep>();
        foreach (var command in LifeStep.Commands)
        {
            await new LifeStep(command, []).ProvokeAsync(world);
            world.ForgetCharts();
            await world.SucceedAsync(command);
            life.Add(new(command, await world.ResourcesAsync()));
        }

        await CountAsync(world);
        Report($"{calls.Count} kinds of call: {string.Join(", ", calls.Keys.Select(call => call.ToString()).Order(StringComparer.Ordinal))}");
        return life;
    }

    private static Task TuneAsync(ProgramWorld world) => world.CopyAsync(
        "env-aws.yaml",
        "env-tuned.yaml",
        "  - type: k8s-cluster\n  - type: k8s-base\n",
        "  - type: k8s-cluster\n    eks_log_retention: 30\n    max_nodes: 9\n  - type: k8s-base\n    admin_arns: [\"arn:aws:iam::000000000000:role/ops\"]\n");

    private async Task CountAsync(ProgramWorld world)
    {
        foreach (var entry in (JsonArray)(await world.ControlAsync("requests?limit=1000000"))["requests"]!)
        {
            var call = CallKind.Of(entry!);
            calls.AddOrUpdate(call, 1, (_, count) => count + 1);

            // Of Kubernetes the log says before or after what, too.
            if (((string?)entry!["fault"])?.Split(": ")[^1] is { Length: > 0 } fault)
                struck.GetOrAdd(fault, _ => new()).AddOrUpdate(call, 1, (_, count) => count + 1);
        }
    }

    private void Report(string line)
    {
        lock (gate)
        {
            output.WriteLine(line);
            if (Environment.GetEnvironmentVariable("OPTA_STORM_LOG") is { Length: > 0 } log)
                File.AppendAllText(log, line + Environment.NewLine);
        }
    }
}

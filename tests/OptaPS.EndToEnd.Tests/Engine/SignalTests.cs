using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>Signals as a terminal and as a build agent send them, to runs that are under way; then what that world's runs wrote is searched for secrets.</summary>
public sealed class SignalTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task AStoppedRun_SettlesAndStops_TheSecondSignalStopsHard_TheNextRunGoesOn_AndNoSecretIsWritten()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Signals are sent to one process with the default disposition set by 'env --default-signal'.");
        await using var world = new ProgramWorld();
        var search = new SecretSearch(world);
        await world.StartAsync(timeScale: 200);
        var planned = await world.PlannedAsync();

        // First signal: what runs is brought to a durable point, the lock is given back, exit code 130.
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Stuck", ["resource"] = "AWS::EC2::*" });
        var (stopped, stopTime) = await StoppedAsync(world, creates: 8, "INT");
        CheckSettled(stopped, 130);
        await CheckUnlockedAsync(world);

        // The same by the signal that a build agent or a service manager sends.
        var (terminated, _) = await StoppedAsync(world, creates: await world.CreatesAsync(), "TERM", "--output", "json");
        Assert.True(terminated.Exit == 143, terminated.ToString());
        Assert.All(terminated.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(JsonNode.Parse(line)));

        // Second signal while calls hang: the process is gone at once, whatever it was doing.
        await world.DeleteControlAsync("faults");
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Hang", ["mutatingOnly"] = true, ["skip"] = 6 });
        var (hard, hardTime) = await StoppedHardAsync(world);
        Assert.True(hard.Exit == 130, hard.ToString());
        Assert.DoesNotContain("OPTA7068", hard.Error, StringComparison.Ordinal);
        output.WriteLine($"settled in {stopTime.TotalSeconds:0.0} s, stopped hard in {hardTime.TotalSeconds:0.0} s");
        await world.DeleteControlAsync("faults");

        await world.ConvergeOnceAsync(planned, "after three stops");
        var failed = await MeshAndFailedServiceAsync(world);
        await search.RunAsync([stopped, terminated, hard, failed], made: 9, "journal-", "snapshot-");
    }

    /// <summary>What makes keys and tokens in the cluster, and a run that is killed while the cluster refuses it.</summary>
    private static async Task<ProgramResult> MeshAndFailedServiceAsync(ProgramWorld world)
    {
        await world.SucceedAsync("mesh", "install", "staging", "--auto-approve", "--output", "json");
        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Error", ["status"] = 500, ["service"] = "kubernetes:*", ["mutatingOnly"] = true, ["count"] = 40 });
        using var process = world.StartSandboxed("deploy", "hello.yaml", "--auto-approve");
        var ended = ProgramWorld.FinishAsync(process);
        await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.HitsAsync() >= 3, "three refusals");
        if (!process.HasExited)
            process.Kill();
        await world.DeleteControlAsync("faults");
        return await ended;
    }

    private static void CheckSettled(ProgramResult stopped, int exit)
    {
        Assert.True(stopped.Exit == exit, stopped.ToString());
        Assert.Contains("A second signal ends the program at once", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("OPTA7068: The run was stopped: ", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("under way: create base/vpc", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("not started: create base/nat-1", stopped.Error, StringComparison.Ordinal);
        Assert.Contains("run the same command again", stopped.Error, StringComparison.Ordinal);
    }

    private static async Task CheckUnlockedAsync(ProgramWorld world)
    {
        var locks = await world.SucceedAsync("locks", "--output", "json");
        Assert.Equal("Free", ((JsonArray)JsonNode.Parse(locks.Output)!)[0]!["status"]!.GetValue<string>());
    }

    private static async Task<(ProgramResult Result, TimeSpan Elapsed)> StoppedAsync(ProgramWorld world, int creates, string signal, params string[] more)
    {
        using var process = world.StartInterruptible(["apply", "env-aws.yaml", "--auto-approve", .. more]);
        var ended = ProgramWorld.FinishAsync(process);
        var since = await world.PositionAsync();
        await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.CreatesAsync() >= creates && await world.PositionAsync() > since + 20, $"{creates} creates");
        Assert.False(ended.IsCompleted, ended.IsCompleted ? $"the run ended before it was stopped: {await ended}" : "");
        var watch = Stopwatch.StartNew();
        await EngineWorld.SignalAsync(process, signal);
        return (await ended, watch.Elapsed);
    }

    private static async Task<(ProgramResult Result, TimeSpan Elapsed)> StoppedHardAsync(ProgramWorld world)
    {
        using var process = world.StartInterruptible("apply", "env-aws.yaml", "--auto-approve");
        var ended = ProgramWorld.FinishAsync(process);
        await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.HitsAsync() > 0, "a call that hangs");
        Assert.False(ended.IsCompleted, ended.IsCompleted ? $"the run ended before it was stopped: {await ended}" : "");
        await EngineWorld.SignalAsync(process, "INT");
        var watch = Stopwatch.StartNew();
        while (!ended.IsCompleted && watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            // A signal that comes before the first one was taken is merged with it.
            await Task.WhenAny(ended, Task.Delay(200));
            if (!process.HasExited)
                await EngineWorld.TrySignalAsync(process, "INT");
        }

        return (await ended, watch.Elapsed);
    }
}

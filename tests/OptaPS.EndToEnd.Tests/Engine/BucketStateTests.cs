using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>
/// State in a bucket, with real processes: a process that is paused beyond its lease loses the lock, another one takes over and finishes, and what
/// the first one tries when it wakes up changes nothing. Then the same state is used from a machine that never saw it, and removed.
/// </summary>
public sealed class BucketStateTests(ITestOutputHelper output)
{
    private const string Bucket = "optaps-acme-000000000000-us-east-1";

    [SkippableFact]
    public async Task APausedProcessThatWakesUp_CannotWriteTheState_AndTheBucketIsSharedByMachines()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no SIGSTOP.");
        await using var world = new ProgramWorld();
        await world.StartAsync(timeScale: 200);
        var planned = await world.PlannedAsync();
        Assert.Empty(await world.EffectsAsync());

        await world.PostControlAsync("faults", new JsonObject { ["kind"] = "Stuck", ["resource"] = "AWS::EC2::VPC" });
        world.Variables["OPTA_LEASE_SECONDS"] = "8";
        using var paused = world.StartSandboxed("apply", "env-aws.yaml", "--auto-approve", "--state", "cloud");
        var ended = ProgramWorld.FinishAsync(paused);
        world.Variables.Clear();
        await EngineWorld.UntilAsync(async () => ended.IsCompleted || await world.CreatesAsync() >= 12, "the first creates");
        await EngineWorld.SignalAsync(paused, "STOP");
        await world.DeleteControlAsync("faults");

        // The lock is respected as long as it lasts; then it is taken over.
        var refused = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve", "--state", "cloud");
        output.WriteLine(refused.Exit == 0 ? "the lock had expired already" : refused.Error);
        Assert.True(refused.Exit == 0 || refused.Error.Contains("OPTA2201", StringComparison.Ordinal), refused.ToString());
        await EngineWorld.UntilAsync(async () => refused.Exit == 0 || await StatusAsync(world) == "Expired", "the end of the lease");
        await world.SucceedAsync("apply", "env-aws.yaml", "--auto-approve");

        // It wakes up: it is told that it lost the lock, and neither state nor world change.
        var since = await world.PositionAsync();
        await EngineWorld.SignalAsync(paused, "CONT");
        var woken = await ended;
        Assert.True(woken.Exit == 1 && woken.Error.Contains("OPTA2202", StringComparison.Ordinal), woken.ToString());
        Assert.Empty(await world.ChangesAsync(since));
        Assert.DoesNotContain(await world.EffectsAsync(since), entry => entry!["identifier"]!.GetValue<string>().Contains("/staging/", StringComparison.Ordinal));
        await world.ConvergeAsync(planned, "after the paused process");

        await CheckBucketAsync(world);
        await CheckSecondMachineAsync(world);

        var other = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve", "--state", "local");
        Assert.Contains("OPTA2107", other.Error, StringComparison.Ordinal);
        await world.SucceedAsync("destroy", "staging", "--auto-approve", "--allow-data-loss");
        Assert.Empty(await world.ResourcesAsync());
        Assert.Contains("OPTA7020", (await world.SandboxedAsync("destroy", "staging", "--auto-approve")).Error, StringComparison.Ordinal);
    }

    private static async Task<string> StatusAsync(ProgramWorld world)
    {
        var locks = (JsonArray)JsonNode.Parse((await world.SucceedAsync("locks", "staging", "--output", "json")).Output)!;
        return locks[0]!["status"]!.GetValue<string>();
    }

    private static async Task CheckBucketAsync(ProgramWorld world)
    {
        var stored = (JsonArray)(await world.ControlAsync("resources"))["resources"]!;
        var bucket = stored.Single(resource => resource!.ToJsonString().Contains($"\"BucketName\":\"{Bucket}\"", StringComparison.Ordinal))!.ToJsonString();
        Assert.Contains("\"RestrictPublicBuckets\":true", bucket, StringComparison.Ordinal);
        Assert.Contains("\"VersioningConfiguration\":{\"Status\":\"Enabled\"}", bucket, StringComparison.Ordinal);
        Assert.Contains("aws:kms", bucket, StringComparison.Ordinal);

        // Nothing of the state lies on this machine, only where it is.
        var local = Path.Combine(world.Home, "sandboxes", "e2e", "state");
        Assert.Equal(["places.json"], Directory.EnumerateFiles(local, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    private static async Task CheckSecondMachineAsync(ProgramWorld world)
    {
        // As on a machine that knows neither place nor key file.
        File.Delete(Path.Combine(world.Home, "sandboxes", "e2e", "state", "places.json"));
        Assert.False(File.Exists(Path.Combine(world.Home, "keys", "state.key")));
        Assert.Contains("OPTA7020", (await world.SandboxedAsync("output", "staging")).Error, StringComparison.Ordinal);
        var found = await world.SucceedAsync("environments", "--state", $"s3://{Bucket}?region=us-east-1");
        Assert.Contains("staging", found.Output, StringComparison.Ordinal);
        var since = await world.PositionAsync();
        await world.SucceedAsync("apply", "env-aws.yaml", "--auto-approve", "--state", "cloud");
        Assert.Empty(await world.ChangesAsync(since));
        await world.SucceedAsync("rotate-key", "staging");
        await world.SucceedAsync("output", "staging");
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OptaPS.EndToEnd.Tests.Engine;

/// <summary>What the tests of the engine's promises do with a world: signals, kills, and whether the world is exactly what is wanted.</summary>
internal static class EngineWorld
{
    /// <summary>Sends a signal (<c>INT</c>, <c>STOP</c>, <c>CONT</c>) to one process.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Sends a signal to a process that may be gone already.</summary>
    public static async Task TrySignalAsync(Process process, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    /// <summary>Empties the cache of charts: the next run fetches them again.</summary>
    public static void ForgetCharts(this ProgramWorld world)
    {
        if (Path.Combine(world.Home, "cache") is var cache && Directory.Exists(cache))
            Directory.Delete(cache, recursive: true);
    }

    /// <summary>How often the world's only fault struck.</summary>
    public static async Task<int> HitsAsync(this ProgramWorld world) => (int)Assert.Single((JsonArray)(await world.ControlAsync("faults"))["faults"]!)!["hits"]!;

    /// <summary>Waits until a condition on the sandbox holds; fails after two minutes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"waited in vain for {what}");
            await Task.Delay(25);
        }
    }

    /// <summary>Number of creates that Cloud Control accepted, repetitions with the same token left out.</summary>
    public static async Task<int> CreatesAsync(this ProgramWorld world) =>
        ((JsonArray)(await world.ControlAsync("requests?operation=CreateResource&effect=true"))["requests"]!).Count;

    /// <summary>Requests that changed something, apart from those of the state itself.</summary>
    public static async Task<IReadOnlyList<string>> ChangesAsync(this ProgramWorld world, long since) =>
        [.. (await world.EffectsAsync(since)).Where(entry => entry!["service"]!.GetValue<string>() != "s3").Select(entry => $"{entry!["service"]} {entry["operation"]} {entry["identifier"]}")];

    /// <summary>Position of the request log's end.</summary>
    public static async Task<long> PositionAsync(this ProgramWorld world) => (long)(await world.ControlAsync("requests?limit=1"))["last"]!;

    /// <summary>Types of the cloud's resources, those of the state's own place left out.</summary>
    public static async Task<IReadOnlyList<string>> ResourcesAsync(this ProgramWorld world)
    {
        var types = ((JsonArray)(await world.ControlAsync("resources"))["resources"]!)
            .Where(resource => !resource!.ToJsonString().Contains("optaps-acme-", StringComparison.Ordinal))
            .Select(resource => resource!["type"]!.GetValue<string>())
            .Order(StringComparer.Ordinal)
            .ToList();

        // A cluster's controllers make balancers when they come to it, and must have removed them when the cluster is gone.
        return types.Contains("AWS::EKS::Cluster") ? [.. types.Where(type => !type.StartsWith("AWS::ElasticLoadBalancingV2::", StringComparison.Ordinal))] : types;
    }

    /// <summary>Types of the cloud's resources that a plan on the empty world would make.</summary>
    public static async Task<IReadOnlyList<string>> PlannedAsync(this ProgramWorld world, string file = "env-aws.yaml")
    {
        var plan = await world.SucceedAsync("plan", file, "--output", "json");
        var items = (JsonArray)JsonNode.Parse(plan.Output)!["items"]!;
        return
        [
            .. items.Where(item => item!["action"]!.GetValue<string>() == "Create")
                .Select(item => item!["type"]!.GetValue<string>())
                .Select(type => type.StartsWith("aws:", StringComparison.Ordinal) ? type[4..] : type)
                .Where(type => type.StartsWith("AWS::", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Runs a command that must end well.</summary>
    public static async Task<ProgramResult> SucceedAsync(this ProgramWorld world, params string[] arguments)
    {
        var result = await world.SandboxedAsync(arguments);
        Assert.True(result.Exit == 0, $"{string.Join(' ', arguments)}: {result}");
        return result;
    }

    /// <summary>One plain run brings the environment to what is wanted: everything once, nothing too much.</summary>
    public static async Task ConvergeOnceAsync(this ProgramWorld world, IReadOnlyList<string> planned, string context)
    {
        var result = await world.SandboxedAsync("apply", "env-aws.yaml", "--auto-approve");
        Assert.True(result.Exit == 0, $"{context}: {result}");
        Assert.Equal(planned, await world.ResourcesAsync());
    }

    /// <summary>The same, and a second run changes nothing.</summary>
    public static async Task ConvergeAsync(this ProgramWorld world, IReadOnlyList<string> planned, string context)
    {
        await world.ConvergeOnceAsync(planned, context);
        var since = await world.PositionAsync();
        await world.SucceedAsync("apply", "env-aws.yaml", "--auto-approve");
        Assert.True((await world.ChangesAsync(since)).Count == 0, $"{context}: {string.Join("; ", await world.ChangesAsync(since))}");
    }
}

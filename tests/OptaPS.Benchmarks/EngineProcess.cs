using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State.Local;

namespace OptaPS.Benchmarks;

/// <summary>
/// One whole process of the engine, as the programs that it is compared with are: reads the state from the disk, plans, applies with every record
/// flushed, and says what that cost. The resources are generated values, which like <c>terraform_data</c> need no cloud; with a latency they are those
/// of a cloud whose every call takes that long, read by lists or one by one.
/// </summary>
public static class EngineProcess
{
    private const string Layer = "bench";

    /// <summary>Runs <c>plan|apply|destroy &lt;count&gt; &lt;folder&gt; [lists|single &lt;milliseconds&gt;]</c>; the last line of the output is the table's row.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var verb, var number, var folder, .. var remote] || !int.TryParse(number, CultureInfo.InvariantCulture, out var count) || remote.Length is not (0 or 2))
        {
            await Console.Error.WriteLineAsync("engine plan|apply|destroy <count> <folder> [lists|single <milliseconds>]");
            return 2;
        }

        var cloud = remote is [var way, var latency] ? new ScriptedCloud(TimeSpan.FromMilliseconds(int.Parse(latency, CultureInfo.InvariantCulture)), way == "lists") : null;

        var flushes = new CountingFiles(new DiskFiles());
        var engine = new LayerEngine(cloud is null ? [] : [cloud], new LocalFolderBackend(Path.Combine(folder, "state"), files: flushes), new LayerEngineOptions
        {
            KeyWrapper = new KeyFileWrapper(Path.Combine(folder, "key")),
            Holder = "benchmark",
        });
        var watch = Stopwatch.StartNew();
        var plan = verb == "destroy"
            ? await engine.PlanDestroyAsync(Layer, new PlanOptions { Destroy = true })
            : await engine.PlanAsync(cloud is null ? Graph(count) : CloudGraph(count));
        var planned = watch.Elapsed;
        if (verb != "plan")
            await engine.ApplyAsync(plan);
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {verb} {count} | {plan.Changes.Count()} changes | {watch.Elapsed.TotalSeconds:0.00} s | plan {planned.TotalSeconds:0.00} s | CPU {cpu.TotalSeconds:0.00} s | {cpu.TotalMilliseconds / count:0.000} ms CPU each | {process.PeakWorkingSet64 / 1048576} MB | {flushes.Flushes} flushes |{(cloud is null ? "" : $" {cloud.Calls} calls |")}"));
        return 0;
    }

    private static ResourceGraph Graph(int count) => new(Layer)
    {
        Owner = new Ownership("acme", Layer, Layer),
        Resources =
        [
            .. Enumerable.Range(0, count).Select(i => new ResourceNode($"m/{i}", new ResourceType("random", "id"), new JsonObject { ["bytes"] = 8, ["keepers"] = $"{i}" })
            {
                DependsOn = i < 10 ? [] : [$"m/{i / 10}"],
            }),
        ],
    };

    private static ResourceGraph CloudGraph(int count) => new(Layer)
    {
        Owner = new Ownership("acme", Layer, Layer),
        Resources =
        [
            .. Enumerable.Range(0, count).Select(i => new ResourceNode($"m/{i}", new ResourceType("scripted", $"type{i % 20}"), ScriptedCloud.Document(i))
            {
                DependsOn = i < 10 ? [] : [$"m/{i / 10}"],
            }),
        ],
    };
}

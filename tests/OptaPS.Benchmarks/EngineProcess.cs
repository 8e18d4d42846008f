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
/// flushed, and says what that cost. The resources are generated values, which like <c>terraform_data</c> need no cloud.
/// </summary>
public static class EngineProcess
{
    private const string Layer = "bench";

    /// <summary>Runs <c>plan|apply|destroy &lt;count&gt; &lt;folder&gt;</c>; the last line of the output is the table's row.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var verb, var number, var folder] || !int.TryParse(number, CultureInfo.InvariantCulture, out var count))
        {
            await Console.Error.WriteLineAsync("engine plan|apply|destroy <count> <folder>");
            return 2;
        }

        var flushes = new CountingFiles(new DiskFiles());
        var engine = new LayerEngine([], new LocalFolderBackend(Path.Combine(folder, "state"), files: flushes), new LayerEngineOptions
        {
            KeyWrapper = new KeyFileWrapper(Path.Combine(folder, "key")),
            Holder = "benchmark",
        });
        var watch = Stopwatch.StartNew();
        var plan = verb == "destroy"
            ? await engine.PlanDestroyAsync(Layer, new PlanOptions { Destroy = true })
            : await engine.PlanAsync(Graph(count));
        var planned = watch.Elapsed;
        if (verb != "plan")
            await engine.ApplyAsync(plan);
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {verb} {count} | {plan.Changes.Count()} changes | {watch.Elapsed.TotalSeconds:0.00} s | plan {planned.TotalSeconds:0.00} s | CPU {cpu.TotalSeconds:0.00} s | {cpu.TotalMilliseconds / count:0.000} ms CPU each | {process.PeakWorkingSet64 / 1048576} MB | {flushes.Flushes} flushes |"));
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
}

using System.Diagnostics;
using System.Globalization;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Benchmarks;

/// <summary>
/// CPU time and allocations of rendering, as a Markdown table. CPU time and not wall time, because the goal is one, and because it says something on a busy machine too.
/// </summary>
internal static class HelmCpuTable
{
    // What a process of Helm 3.20 needs for the same chart of 500 objects on the 2-core machine that the goal was set on, in milliseconds.
    private const double HelmCpu = 85;

    public static async Task<int> RunAsync(TextWriter output)
    {
        var chart = await ChartLoader.LoadAsync(HelmRenderBenchmark.ChartFolder());
        await MeasureAsync(chart, 500, 150);
        var rows = new List<(string What, double Cpu, long Bytes)>();
        foreach (var (count, repeats) in ((int, int)[])[(500, 200), (1000, 100), (2500, 40), (5000, 20)])
            rows.Add(($"render {count:N0} objects, chart parsed", await MeasureAsync(chart, count, repeats), await AllocatedAsync(chart, count)));
        rows.Add(("load, parse and render 500 objects", await MeasureAsync(null, 500, 100), 0));

        await output.WriteLineAsync("| What (warm, in one process) | CPU, ms | CPU / objects, µs | of Helm's 85 ms | Allocated |\n|---|---|---|---|---|");
        foreach (var (what, cpu, bytes) in rows)
        {
            var objects = int.Parse(new string([.. what.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {what} | {cpu:0.0} | {cpu * 1000 / objects:0.0} | 1/{HelmCpu / cpu:0.0} | {(bytes > 0 ? $"{bytes / 1048576.0:0.0} MiB" : "")} |"));
        }

        return rows[0].Cpu <= HelmCpu / 8 ? 0 : 1;
    }

    private static async Task<double> MeasureAsync(Chart? chart, int count, int repeats)
    {
        var values = new ValuesBuilder().AddSet($"count={count / 2}").Build();
        using var self = Process.GetCurrentProcess();
        GC.Collect();
        self.Refresh();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < repeats; i++)
            await RenderAsync(chart ?? await ChartLoader.LoadAsync(HelmRenderBenchmark.ChartFolder()), values);
        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds / repeats;
    }

    private static async Task<long> AllocatedAsync(Chart chart, int count)
    {
        var values = new ValuesBuilder().AddSet($"count={count / 2}").Build();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RenderAsync(chart, values);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static Task<RenderedRelease> RenderAsync(Chart chart, ChartValues values) =>
        ChartRenderer.RenderAsync(chart, values, new ReleaseOptions { Name = "demo" }, Capabilities.Default);
}

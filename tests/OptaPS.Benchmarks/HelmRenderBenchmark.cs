using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Benchmarks;

/// <summary>Renders small objects with a chart that is loaded and parsed already; helm template needs 85 ms of CPU for a whole process with 500.</summary>
[MemoryDiagnoser]
[InProcess]
public class HelmRenderBenchmark
{
    private readonly ReleaseOptions release = new() { Name = "demo" };
    private Chart chart = null!;
    private ChartValues values = null!;

    /// <summary>How many objects of two kinds are made.</summary>
    [Params(500, 5000)]
    public int Count { get; set; }

    /// <summary>Loads the chart.</summary>
    [GlobalSetup]
    public async Task LoadAsync()
    {
        chart = await ChartLoader.LoadAsync(ChartFolder());
        values = new ValuesBuilder().AddSet($"count={Count / 2}").Build();
    }

    /// <summary>Renders.</summary>
    [Benchmark]
    public async Task<int> Render()
    {
        var rendered = await ChartRenderer.RenderAsync(chart, values, release, Capabilities.Default);
        return rendered.Manifests.Count;
    }

    internal static string ChartFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "OptaPS.Conformance.Tests", "Helm", "corpus", "charts", "loop500", "chart");
}

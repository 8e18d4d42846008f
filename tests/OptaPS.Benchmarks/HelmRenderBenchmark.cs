using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Rendering;
using OptaPS.Helm.Values;

namespace OptaPS.Benchmarks;

/// <summary>Renders 500 small objects with a chart that is loaded and parsed already; helm template needs 85 ms of CPU for a whole process.</summary>
[MemoryDiagnoser]
public class HelmRenderBenchmark
{
    private readonly ReleaseOptions release = new() { Name = "demo" };
    private Chart chart = null!;

    [GlobalSetup]
    public async Task LoadAsync() => chart = await ChartLoader.LoadAsync(ChartFolder());

    [Benchmark]
    public async Task<int> Render500Objects()
    {
        var rendered = await ChartRenderer.RenderAsync(chart, ChartValues.Empty, release, Capabilities.Default);
        return rendered.Manifests.Count;
    }

    private static string ChartFolder([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "OptaPS.Conformance.Tests", "Helm", "corpus", "charts", "loop500", "chart");
}

using System.Diagnostics;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Expressions;
using OptaPS.Engine.Resources;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>Bounds that leave room for a slow machine; the benchmarks measure precisely.</summary>
public sealed class ScaleTests
{
    private const int Many = 2_000;

    [Fact]
    public async Task ThousandsOfResources_ArePlannedAndAppliedInSeconds()
    {
        var lab = new Lab();
        lab.World.Traits["thing"] = lab.World.Traits["thing"] with { MaxConcurrency = 500, Sensitive = [], SensitiveOutputs = [] };
        var nodes = Enumerable.Range(0, Many).Select(i => Lab.Node($"m/{i}", desired: new JsonObject
        {
            ["Name"] = $"n{i}",
            ["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "b" }),
            ["Parent"] = i < 100 ? "none" : (JsonNode)Expression.Reference($"m/{i / 10}", "Id"),
        })).ToArray();
        var graph = Lab.Graph(nodes);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Assert.Equal(ApplyStatus.Done, (await lab.ApplyAsync(graph)).Status);
        var plan = await lab.PlanAsync(graph);
        Assert.False(plan.HasChanges);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Assert.True(spent < TimeSpan.FromSeconds(20), $"{spent} of processor time for creating and planning {Many} resources");
    }
}

using System.Text.Json.Nodes;
using OptaPS.Clouds.Aws;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Local;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Repositories;
using OptaPS.Kubernetes;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Connections;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Tests;

public class LayerTests
{
    [Fact]
    public async Task EnvironmentMeshAndService_AreMadeConvergeAndAreDestroyed()
    {
        await using var sandbox = await RunningSandbox.StartAsync(200);
        var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(sandbox.Folder.FullName, "sandbox.json")))!.AsObject();
        var endpoints = sandbox.Endpoints with
        {
            ChartRepositories = description["chartRepositories"]!.AsObject().ToDictionary(x => x.Key, x => new Uri(x.Value!.GetValue<string>()), StringComparer.Ordinal),
            ChartLockFile = description["chartLockFile"]!.GetValue<string>(),
        };
        using var aws = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), endpoints, TimeProvider.System);
        var env = new ClientEnvironment { Variable = _ => null, HomeFolder = sandbox.Folder.FullName, ExtraTrust = endpoints.CaCertificates };
        await using var clusters = new KubernetesClientFactory([new EksCredentialSource(endpoints, TimeProvider.System)], env, TimeProvider.System);
        using var fetcher = new ChartFetcher(new ChartSourceOptions(endpoints, ChartLock.ForTarget(endpoints, ChartLock.Empty)) { CacheFolder = Path.Combine(sandbox.Folder.FullName, "cache") }, TimeProvider.System);
        var helm = new HelmResourceProvider(clusters, new ChartLibrary(fetcher, new EmbeddedChartSource([.. EmbeddedCharts.Names], EmbeddedCharts.Files)), TimeProvider.System);
        var engine = new LayerEngine([aws, new KubernetesResourceProvider(clusters, TimeProvider.System), helm], new LocalFolderBackend(Path.Combine(sandbox.Folder.FullName, "state")),
            new LayerEngineOptions { KeyWrapper = new KeyFileWrapper(Path.Combine(sandbox.Folder.FullName, "key")), World = endpoints.World, RetryFor = TimeSpan.FromSeconds(20) });
        foreach (var overlay in new[] { new CompileOptions(), Compiled.WithOverlay("addon:linkerd", new JsonObject()) })
        {
            var graph = (await Compiled.EnvironmentAsync(Compiled.Environment, overlay)).EnsureSuccess();
            await ApplyAsync(engine, graph);
        }
        var outputs = await engine.ReadOutputsAsync("staging");
        Assert.EndsWith(".elb.us-east-1.amazonaws.com", outputs!.Values["load_balancer_raw_dns"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("linkerd", outputs.Values["mesh"]!["name"]!.GetValue<string>());
        var service = (await Compiled.ServiceAsync(Compiled.Service, Compiled.Environment, new() { Parent = outputs })).EnsureSuccess();
        await ApplyAsync(engine, service);
        foreach (var layer in new[] { "staging/hello", "staging" })
        {
            var gone = await engine.ApplyAsync(await engine.PlanDestroyAsync(layer));
            Assert.True(gone.Status == ApplyStatus.Done, Text(gone));
        }
    }

    private static async Task ApplyAsync(LayerEngine engine, OptaPS.Engine.Resources.ResourceGraph graph)
    {
        var first = await engine.ApplyAsync(await engine.PlanAsync(graph));
        Assert.True(first.Status == ApplyStatus.Done, Text(first));
        var second = await engine.PlanAsync(graph);
        Assert.Empty(second.Resources.Where(resource => resource.Action != PlannedAction.None).Select(resource => $"{resource.Address} {resource.Action} {string.Join("; ", resource.Properties)}"));
    }

    private static string Text(ApplyResult result) => string.Join(" | ", result.Failures.Select(failure => $"{failure} {failure.Cause}"));
}

using OptaPS.Clouds.Aws;
using OptaPS.Engine;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Execution;
using OptaPS.Engine.Planning;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Engine.State.Local;

namespace OptaPS.Modules.Tests;

public class SandboxTests
{
    [Fact]
    public async Task AwsPartOfAnEnvironment_IsMadeConvergesAndIsDestroyed()
    {
        await using var sandbox = await RunningSandbox.StartAsync(2000);
        using var provider = new AwsResourceProvider(new AwsAccount("000000000000", "us-east-1"), sandbox.Endpoints, TimeProvider.System);
        var engine = new LayerEngine(
            [provider],
            new LocalFolderBackend(Path.Combine(sandbox.Folder.FullName, "state")),
            new LayerEngineOptions { KeyWrapper = new KeyFileWrapper(Path.Combine(sandbox.Folder.FullName, "key")), World = sandbox.Endpoints.World });
        var graph = AwsPart((await Compiled.EnvironmentAsync(Compiled.Environment)).EnsureSuccess());

        var first = await engine.ApplyAsync(await engine.PlanAsync(graph));
        Assert.True(first.Status == ApplyStatus.Done, Text(first));
        var second = await engine.PlanAsync(graph);
        Assert.Empty(second.Resources.Where(resource => resource.Action != PlannedAction.None).Select(Describe));

        var gone = await engine.ApplyAsync(await engine.PlanDestroyAsync(graph.Layer));
        Assert.True(gone.Status == ApplyStatus.Done, Text(gone));
        Assert.Empty(await engine.ListLeftoversAsync(graph.Owner));
    }

    private static string Text(ApplyResult result) => string.Join('\n', result.Failures.Select(failure => $"{failure} {failure.Cause}"));

    private static string Describe(PlannedResource resource) => $"{resource.Address} {resource.Action} {string.Join("; ", resource.Properties)}";

    private static ResourceGraph AwsPart(ResourceGraph graph) => graph with
    {
        Resources = [.. graph.Resources.Where(node => node.Type.Provider == "aws").Select(node => node with
        {
            DependsOn = [.. node.DependsOn.Where(address => graph.Node(address).Type.Provider == "aws")],
        })],
        Outputs = new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal),
    };
}

using System.Text.Json.Nodes;
using OptaPS.Testing;

namespace OptaPS.EndToEnd.Tests;

/// <summary>The main job without a cloud: on the machine's own cluster and on a cluster that a kubeconfig names.</summary>
public sealed class LocalTests
{
    [Fact]
    public async Task LocalAndOwnCluster_CarryTheServiceAndAreLeftClean()
    {
        await using var world = new ProgramWorld();
        await world.StartAsync(localCluster: true);
        using var cluster = await ClusterReader.ConnectAsync(world);
        var empty = await cluster.NamesAsync();

        Copy(world, "local");
        await SucceedAsync(world.SandboxedAsync("apply", "env-local.yaml", "--auto-approve"));
        await SucceedAsync(world.SandboxedAsync("deploy", "hello.yaml", "--auto-approve"));
        await AnswerAsync(world, "laptop");
        var since = (long)(await world.ControlAsync("requests?limit=1"))["last"]!;
        await SucceedAsync(world.SandboxedAsync("apply", "env-local.yaml", "--auto-approve"));
        await SucceedAsync(world.SandboxedAsync("deploy", "hello.yaml", "--auto-approve"));
        Assert.Empty(await world.EffectsAsync(since));
        await DestroyAsync(world, "laptop");

        // As Helm does, definitions from a chart's crds folder stay: others may have made objects of these kinds.
        var left = await cluster.NamesAsync();
        Assert.Equal(["customresourcedefinitions /nginxgateways.gateway.nginx.org", "customresourcedefinitions /nginxproxies.gateway.nginx.org"], left.Except(empty));
        Assert.Empty(empty.Except(left));

        Copy(world, "own-cluster");
        File.Copy(Path.Combine(world.Home, "sandboxes", "e2e", "local.kubeconfig"), Path.Combine(world.Folder, "kubeconfig.yaml"));
        await SucceedAsync(world.SandboxedAsync("apply", "env-own.yaml", "--auto-approve"));
        await SucceedAsync(world.SandboxedAsync("deploy", "hello.yaml", "--auto-approve"));
        await AnswerAsync(world, "mine");
        await DestroyAsync(world, "mine");
        Assert.Equal(left, await cluster.NamesAsync());

        // Nothing of this needs the sandbox's endpoints: only the kubeconfig leads to the cluster.
        await SucceedAsync(world.OptaAsync("apply", "service-only.yaml", "--auto-approve"));
        Assert.Contains("deployments solo/app", await cluster.NamesAsync());
        var listed = JsonNode.Parse((await SucceedAsync(world.OptaAsync("services", "solo", "--output", "json"))).Output)!.AsArray();
        Assert.Equal(("solo", "app"), (listed.Single()!["serviceName"]!.GetValue<string>(), listed.Single()!["moduleName"]!.GetValue<string>()));
        await SucceedAsync(world.OptaAsync("destroy", "solo", "--auto-approve"));
        Assert.Equal(left, await cluster.NamesAsync());

        await world.StopAsync();
        Golden.Check("unreachable-cluster", await world.OptaAsync("apply", "service-only.yaml", "--auto-approve"), world.Folder);
        Golden.Check("stopped-sandbox", await world.SandboxedAsync("apply", "env-own.yaml", "--auto-approve"), world.Folder);
        await world.StartAsync();
        await SucceedAsync(world.SandboxedAsync("apply", "env-own.yaml", "--auto-approve"));
    }

    private static void Copy(ProgramWorld world, string example)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", example)))
            File.Copy(file, Path.Combine(world.Folder, Path.GetFileName(file)), overwrite: true);
    }

    private static async Task DestroyAsync(ProgramWorld world, string environment)
    {
        await SucceedAsync(world.SandboxedAsync("destroy", environment, "hello", "--auto-approve"));
        await SucceedAsync(world.SandboxedAsync("destroy", environment, "--auto-approve"));
    }

    private static async Task AnswerAsync(ProgramWorld world, string environment)
    {
        var listed = JsonNode.Parse((await SucceedAsync(world.SandboxedAsync("endpoint", environment, "--output", "json"))).Output)!.AsArray();
        var uri = listed.Select(endpoint => new Uri(endpoint!["uri"]!.GetValue<string>())).Single(uri => uri.Scheme == "http");
        var entry = world.Description["entryAddresses"]!["80"]!.GetValue<string>();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{entry}{uri.AbsolutePath}");
        request.Headers.Host = uri.Host;
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<ProgramResult> SucceedAsync(Task<ProgramResult> run)
    {
        var result = await run;
        Assert.True(result.Exit == 0, result.ToString());
        return result;
    }
}

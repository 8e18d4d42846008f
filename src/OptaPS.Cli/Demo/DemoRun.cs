using System.Text.Json.Nodes;
using OptaPS.Cli.Hosting;
using OptaPS.Cli.Output;
using OptaPS.Diagnostics;
using OptaPS.Objects;
using OptaPS.Requests;

namespace OptaPS.Cli.Demo;

/// <summary>The main job, step by step. What a step claims is read from the sandbox by plain HTTP, never from the product.</summary>
internal sealed class DemoRun(Front front, DemoWorld world, DemoBreak broken)
{
    private const string Image = "ghcr.io/acme/hello:1.0";
    private const string NewImage = "ghcr.io/acme/hello:1.1";
    private const string ThirdImage = "ghcr.io/acme/hello:1.2";
    private const string MissingImage = "ghcr.io/acme/does-not-exist:1.0";
    private readonly StepTable table = new(front.Output);
    private readonly CancellationToken ct = front.Stop;

    private RawWorld Raw => world.Raw!;

    public async Task<int> RunAsync()
    {
        try
        {
            await table.HeadAsync();
            await table.RunAsync("start sandbox", world.StartAsync);
            await table.RunAsync("apply env-aws.yaml", ApplyAsync);
            await table.RunAsync("mesh install", MeshAsync);
            if (broken == DemoBreak.Mesh)
                await table.RunAsync("break the mesh", BreakMeshAsync);
            await table.RunAsync("deploy hello.yaml", DeployAsync);
            await table.RunAsync("call over HTTP", () => CallAsync("HTTP"));
            await table.RunAsync("call over HTTPS", () => CallAsync("HTTPS"));
            await table.RunAsync("apply again", () => UnchangedAsync("environment and service", async () =>
            {
                await ApplyFileAsync(world.EnvironmentFile);
                await ApplyFileAsync(world.ServiceFile);
            }));
            await table.RunAsync("deploy --image 1.1", ImageAsync);
            await table.RunAsync("apply after --image", () => UnchangedAsync("the image stays", () => ApplyFileAsync(world.ServiceFile)));
            await table.RunAsync("3 replicas and image 1.2", ChangeAsync);
            await table.RunAsync("destroy", DestroyAsync);
            await table.EndAsync();
            return ExitCodes.Done;
        }
        catch (OptaException e)
        {
            new DiagnosticWriter(front.Error, OutputFormat.Table).Write(e.Diagnostics);
            return ExitCodes.Failed;
        }
        catch (DemoException e)
        {
            await front.Error.WriteLineAsync($"The demo saw something wrong: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    private async Task<string> ApplyAsync()
    {
        await ApplyFileAsync(world.EnvironmentFile);
        using var cluster = await Raw.ClusterAsync(ct);
        var workloads = await cluster.ItemsAsync("/apis/apps/v1/deployments", ct);
        return $"{await Raw.CloudResourcesAsync(ct)} cloud resources, {workloads.Count} deployments in the cluster";
    }

    private async Task<string> MeshAsync()
    {
        await world.RunAsync(t => new InstallMeshRequest(t, "staging", "linkerd") { AutoApprove = true });
        using var cluster = await Raw.ClusterAsync(ct);
        var names = (await cluster.ItemsAsync("/apis/apps/v1/namespaces/linkerd/deployments", ct)).Select(d => d["metadata"]!["name"]!.GetValue<string>());
        var again = await MutatingAsync(() => ApplyFileAsync(world.EnvironmentFile));
        Assert.Empty(again, "mutating request of an apply after mesh install");
        return $"{string.Join(", ", names)}; an apply after it: 0 mutating requests";
    }

    // The injector goes down behind the product's back, as an eviction or a bad upgrade would do it.
    private async Task<string> BreakMeshAsync()
    {
        using var cluster = await Raw.ClusterAsync(ct);
        await cluster.MergeAsync("/apis/apps/v1/namespaces/linkerd/deployments/linkerd-proxy-injector", new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 0 } }, ct);
        return "linkerd-proxy-injector scaled to 0";
    }

    private async Task<string> DeployAsync()
    {
        await world.WriteServiceAsync(broken == DemoBreak.Image ? MissingImage : Image, 2);
        await ApplyFileAsync(world.ServiceFile);
        using var cluster = await Raw.ClusterAsync(ct);
        var pods = await cluster.ItemsAsync("/api/v1/namespaces/hello/pods", ct);
        var meshed = pods.Count(pod => pod["spec"]!["containers"]!.AsArray().Concat(pod["spec"]!["initContainers"] as JsonArray ?? []).Any(c => c!["name"]!.GetValue<string>() == "linkerd-proxy"));
        Assert.Equal(2, pods.Count, "pods of hello");
        Assert.Equal(2, meshed, "meshed pods of hello");
        return $"{pods.Count} pods, {meshed} meshed";
    }

    private async Task<string> CallAsync(string protocol)
    {
        using var cluster = await Raw.ClusterAsync(ct);
        var gateway = Assert.Single(await cluster.ItemsAsync("/apis/gateway.networking.k8s.io/v1/gateways", ct), "Gateway");
        var host = gateway["status"]!["addresses"]![0]!["value"]!.GetValue<string>();
        var listener = gateway["spec"]!["listeners"]!.AsArray().First(l => l!["protocol"]!.GetValue<string>() == protocol)!;
        string? pem = null;
        if (listener["tls"]?["certificateRefs"]?[0]?["name"]?.GetValue<string>() is { } secret)
        {
            var data = (await cluster.GetAsync($"/api/v1/namespaces/{gateway["metadata"]!["namespace"]}/secrets/{secret}", ct))["data"]!;
            pem = System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data["tls.crt"]!.GetValue<string>()));
        }

        var address = new UriBuilder(protocol.ToLowerInvariant(), host, listener["port"]!.GetValue<int>(), "/hello").Uri;
        var answer = await Raw.CallAsync(address, pem, ct);
        return answer.StartsWith("200 ", StringComparison.Ordinal) ? $"{address} -> {answer}" : throw new DemoException($"{address} answered {answer}");
    }

    private async Task<string> UnchangedAsync(string what, Func<Task> action)
    {
        Assert.Empty(await MutatingAsync(action), $"mutating request ({what})");
        return $"0 mutating requests ({what})";
    }

    private async Task<string> ImageAsync()
    {
        var requests = await MutatingAsync(() => world.RunAsync(t => new ApplyRequest(t, world.ServiceFile) { Image = NewImage, AutoApprove = true }));
        Assert.Equal("deployments hello/app", string.Join(", ", Changed(requests)), "changed objects");
        return $"image {await RunningImageAsync()}";
    }

    private async Task<string> ChangeAsync()
    {
        await world.WriteServiceAsync(Image, 3);
        var requests = await MutatingAsync(() => world.RunAsync(t => new ApplyRequest(t, world.ServiceFile) { Image = ThirdImage, AutoApprove = true }));
        Assert.Equal("deployments hello/app, horizontalpodautoscalers hello/app", string.Join(", ", Changed(requests)), "changed objects");
        return $"changed exactly {string.Join(" and ", Changed(requests))}; image {await RunningImageAsync()}";
    }

    private async Task<string> DestroyAsync()
    {
        await world.RunAsync(t => new DestroyRequest(t, "staging") { Service = "hello", AutoApprove = true });
        using (var cluster = await Raw.ClusterAsync(ct))
        {
            var namespaces = (await cluster.ItemsAsync("/api/v1/namespaces", ct)).Select(n => n["metadata"]!["name"]!.GetValue<string>());
            Assert.Empty([.. namespaces.Where(n => n == "hello")], "namespace of the service");
        }

        await world.RunAsync(t => new DestroyRequest(t, "staging") { AutoApprove = true });
        Assert.Empty(await Raw.ListAsync("AWS::EKS::Cluster", ct), "cluster");
        Assert.Empty(await Raw.ListAsync("AWS::EC2::VPC", ct), "VPC");
        Assert.Equal(0, await Raw.CloudResourcesAsync(ct), "cloud resources");
        return "0 cloud resources, 0 clusters";
    }

    private async Task ApplyFileAsync(string file) => _ = await world.RunAsync<ApplyResult>(t => new ApplyRequest(t, file) { AutoApprove = true });

    private async Task<string> RunningImageAsync()
    {
        using var cluster = await Raw.ClusterAsync(ct);
        var deployment = await cluster.GetAsync("/apis/apps/v1/namespaces/hello/deployments/app", ct);
        return deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>();
    }

    private async Task<IReadOnlyList<string>> MutatingAsync(Func<Task> action)
    {
        var since = await Raw.LastRequestAsync(ct);
        await action();
        return RequestTexts.Of(await Raw.MutatingSinceAsync(since, ct));
    }

    // Helm's own release records are the history of the change, not the change.
    private static IReadOnlyList<string> Changed(IReadOnlyList<string> requests) =>
        [.. requests.Where(text => !text.Contains("sh.helm.release.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

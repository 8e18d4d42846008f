using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Kubeconfig;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests.Suite;

// Disturbed connections over TLS and HTTP/2.
public abstract partial class ClientSuite
{
    private async Task<ConnectionSettings> SettingsAsync() =>
        await new KubeconfigResolver(Clients.Quick, TimeProvider.System).ResolveAsync(await KubeconfigSet.LoadAsync([Kubeconfig], default), null, default);

    private static KubernetesClient Through(CuttingProxy proxy, ConnectionSettings settings) =>
        new(settings with { Endpoint = new Uri($"https://{settings.Endpoint.Host}:{proxy.Port}") }, Clients.Quick, TimeProvider.System);

    [Fact]
    public async Task CutConnections_ReadsAndAppliesSucceed()
    {
        var settings = await SettingsAsync();
        var cuts = 0;
        for (var at = 1; at < 6000; at += 331)
        {
            await using var proxy = new CuttingProxy(settings.Endpoint.Port, at);
            await using var disturbed = Through(proxy, settings);
            var applied = await disturbed.ApplyAsync(Map("cut", at.ToString()), new() { FieldManager = "cut" }, default);
            Assert.Equal(at.ToString(), applied["data"]!["a"]!.ToString());
            Assert.Equal(applied.GetResourceVersion(), (await disturbed.GetAsync(ConfigMap("cut"), default))!.GetResourceVersion());
            cuts += proxy.Cuts;
        }

        Assert.True(cuts > 5, $"only {cuts} connections were cut");
    }

    [Fact]
    public async Task FiftyWatches_ShareFewConnections()
    {
        var settings = await SettingsAsync();
        await using var proxy = new CuttingProxy(settings.Endpoint.Port, int.MaxValue);
        await using var watching = Through(proxy, settings);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var ready = Enumerable.Range(0, 50).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToList();
        var watches = Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            await foreach (var change in watching.WatchAsync(new(ConfigMap("x").Kind, name) { FieldSelector = "metadata.name=seen" }, null, limit.Token))
            {
                if (change.Type == WatchEventType.Bookmark)
                    ready[i].TrySetResult();
                if (change.Type == WatchEventType.Added)
                    return i;
            }

            return -1;
        })).ToList();
        await Task.WhenAll(ready.Select(one => one.Task)).WaitAsync(limit.Token);
        await client.ApplyAsync(Map("seen"), new(), default);
        Assert.Equal(Enumerable.Range(0, 50), (await Task.WhenAll(watches)).Order());
        Assert.InRange(proxy.Accepted, 1, 4);
    }
}

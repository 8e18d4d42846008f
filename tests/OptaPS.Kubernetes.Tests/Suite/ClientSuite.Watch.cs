using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;
using OptaPS.Kubernetes.Apply;
using OptaPS.Kubernetes.Connections;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Patch;
using OptaPS.Kubernetes.Provider;
using OptaPS.Kubernetes.Readiness;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests.Suite;

// Watches and informers.
public abstract partial class ClientSuite
{
    [Fact]
    public async Task Informer_FiftyWritersCutConnectionsAndCompaction_EndsWithTheServersState()
    {
        using var stop = new CancellationTokenSource();
        var query = new ListQuery(ConfigMap("x").Kind, name) { LabelSelector = "watched=yes" };
        var settings = await SettingsAsync();
        await using var proxy = new CuttingProxy(settings.Endpoint.Port, 20_000, () => Random.Shared.Next(8_000, 60_000));
        await using var disturbed = Through(proxy, settings);
        var informer = new Informer(disturbed, query, TimeProvider.System);
        var versions = new ConcurrentDictionary<string, long>();
        var errors = new ConcurrentQueue<string>();
        var running = informer.RunAsync((change, _) =>
        {
            var version = long.Parse(change.Object.GetResourceVersion()!);
            if (change.Type == WatchEventType.Added == versions.ContainsKey(change.Object.GetName()))
                errors.Enqueue($"{change.Type} {change.Object.GetName()}");
            if (change.Type == WatchEventType.Deleted)
                versions.TryRemove(change.Object.GetName(), out var _);
            else if (versions.TryGetValue(change.Object.GetName(), out var before) && before >= version)
                errors.Enqueue($"{change.Object.GetName()} {before} -> {version}");
            else
                versions[change.Object.GetName()] = version;
            return Task.CompletedTask;
        }, stop.Token);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async writer =>
        {
            for (var i = 0; i < 4; i++)
            {
                var map = Map("w" + writer, i.ToString());
                map["metadata"]!["labels"] = new JsonObject { ["watched"] = "yes" };
                await client.ApplyAsync(map, new(), default);
                if (writer % 10 == 0)
                    Compact();
                if (writer % 5 == 0 && i == 2)
                    await client.DeleteAsync(ConfigMap("w" + writer), new(), default);
            }
        }));
        var expected = (await client.ListAsync(query, default).ToListAsync()).ToDictionary(item => item.GetName(), item => item.GetResourceVersion());
        for (var i = 0; i < 800 && !(informer.Objects.Count == expected.Count && informer.Objects.All(item => expected.GetValueOrDefault(item.GetName()) == item.GetResourceVersion())); i++)
            await Task.Delay(25);
        Assert.Equal(expected.OrderBy(pair => pair.Key), informer.Objects.ToDictionary(item => item.GetName(), item => item.GetResourceVersion()).OrderBy(pair => pair.Key));
        Assert.Equal(50, expected.Count);
        Assert.True(proxy.Cuts > 0, "no connection was cut");
        Assert.Empty(errors);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Watch_UnknownOldVersion_ExpiresOrResumes()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await client.CreateAsync(Map("first"), Options, default);
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name), null, limit.Token))
        {
            seen.Add($"{change.Type} {change.Object.TextAt("metadata", "name")}");
            if (change.Type == WatchEventType.Bookmark && !seen.Contains("Added later"))
                await client.CreateAsync(Map("later"), Options, default);
            if (seen.Contains("Added later"))
                break;
        }

        Assert.True(seen.IndexOf("Added first") < seen.FindIndex(text => text.StartsWith("Bookmark")));
        Assert.Equal("Added later", seen[^1]);
    }

    [Fact]
    public async Task Watch_ResumedFromAnEarlierVersion_GivesEveryChangeSinceInOrder()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var start = (await client.CreateAsync(Map("r", "0"), Options, default)).GetResourceVersion();
        for (var i = 1; i <= 3; i++)
            await client.UpdateAsync(Map("r", i.ToString()), Options, default);
        await client.DeleteAsync(ConfigMap("r"), new(), default);
        await client.CreateAsync(Map("r", "again"), Options, default);
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name) { FieldSelector = "metadata.name=r" }, start, limit.Token))
            if (change.Type != WatchEventType.Bookmark)
            {
                seen.Add($"{change.Type} {change.Object["data"]!["a"]}");
                if (change.Type == WatchEventType.Added)
                    break;
            }

        Assert.Equal(["Modified 1", "Modified 2", "Modified 3", "Deleted 3", "Added again"], seen);
    }

    [Fact]
    public async Task Watch_ObjectsThatLeaveAndEnterTheSelector_AreDeletedAndAdded()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        JsonObject Labelled(string value)
        {
            var map = Map("l");
            map["metadata"]!["labels"] = new JsonObject { ["in"] = value };
            return map;
        }

        var start = (await client.CreateAsync(Labelled("yes"), Options, default)).GetResourceVersion();
        await client.UpdateAsync(Labelled("no"), Options, default);
        await client.UpdateAsync(Labelled("yes"), Options, default);
        var seen = new List<WatchEventType>();
        await foreach (var change in client.WatchAsync(new(ConfigMap("x").Kind, name) { LabelSelector = "in=yes" }, start, limit.Token))
        {
            seen.Add(change.Type);
            if (change.Type == WatchEventType.Added)
                break;
        }

        Assert.Equal([WatchEventType.Deleted, WatchEventType.Added], seen.Where(type => type != WatchEventType.Bookmark));
    }
}

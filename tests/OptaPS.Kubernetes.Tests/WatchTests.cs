using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Logs;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests;

public sealed class WatchTests
{
    private static readonly GroupVersionKind Kind = new("", "v1", "ConfigMap");

    /// <summary>A collection with a history that is compacted, served by connections that are cut at random bytes.</summary>
    private sealed class History
    {
        private readonly Lock gate = new();
        private readonly List<(int Version, string Type, JsonObject Object)> events = [];
        private readonly Dictionary<string, JsonObject> live = [];
        private readonly Random random = new(7);
        private int version = 1;
        private int compacted;

        public int Expired;

        public int Watches;

        public Dictionary<string, string> State
        {
            get
            {
                lock (gate)
                    return live.ToDictionary(pair => pair.Key, pair => pair.Value.GetResourceVersion()!);
            }
        }

        public void Write(string name, bool delete)
        {
            lock (gate)
            {
                var exists = live.ContainsKey(name);
                if (delete && !exists)
                    return;
                var item = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "n", ["uid"] = name, ["resourceVersion"] = (++version).ToString() } };
                events.Add((version, delete ? "DELETED" : exists ? "MODIFIED" : "ADDED", item));
                if (delete)
                    live.Remove(name);
                else
                    live[name] = item;
            }
        }

        public void Compact()
        {
            lock (gate)
            {
                compacted = version;
                events.Clear();
            }
        }

        public TestReply Answer(TestRequest request)
        {
            lock (gate)
            {
                if (!request.Query.ContainsKey("watch"))
                    return TestReply.Json(new JsonObject { ["kind"] = "ConfigMapList", ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString() }, ["items"] = new JsonArray([.. live.Values.Select(item => item.DeepClone())]) });
                Watches++;
                var from = int.Parse(request.Query["resourceVersion"]);
                if (from < compacted)
                {
                    Expired++;
                    return TestReply.StatusOf(410, "Expired", "too old resource version");
                }

                var cut = random.Next(20, 4000);
                return new(200, "") { Stream = (stream, token) => ServeAsync(stream, from, cut, token) };
            }
        }

        private async Task ServeAsync(Stream stream, int from, int budget, CancellationToken token)
        {
            while (budget > 0)
            {
                List<(int Version, string Type, JsonObject Object)> fresh;
                lock (gate)
                {
                    if (from < compacted)
                        return;
                    fresh = [.. events.Where(item => item.Version > from)];
                }

                foreach (var item in fresh)
                {
                    var line = Encoding.UTF8.GetBytes(new JsonObject { ["type"] = item.Type, ["object"] = item.Object.DeepClone() }.ToJsonString() + "\n");
                    await stream.WriteAsync(line.AsMemory(0, Math.Min(budget, line.Length)), token);
                    budget -= line.Length;
                    if (budget <= 0)
                        return;
                    from = item.Version;
                }

                await Task.Delay(1, token);
            }
        }
    }

    [Fact]
    public async Task Informer_WritersDisconnectsAndCompaction_NoStateIsMissedDoubledOrReordered()
    {
        var history = new History();
        for (var i = 0; i < 10; i++)
            history.Write("o" + i, false);
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request) ?? history.Answer(request));
        await using var client = Clients.Of(server);
        using var stop = new CancellationTokenSource();
        var informer = new Informer(client, new ListQuery(Kind, "n"), TimeProvider.System);
        var seen = new Dictionary<string, int>();
        var errors = new ConcurrentQueue<string>();
        var running = informer.RunAsync((change, _) =>
        {
            var (name, version) = (change.Object.GetName(), int.Parse(change.Object.GetResourceVersion()!));
            var known = seen.TryGetValue(name, out var before);
            if ((change.Type == WatchEventType.Added) == known)
                errors.Enqueue($"{change.Type} of {name} although it was {(known ? "" : "not ")}known");
            if (known && change.Type == WatchEventType.Modified && version <= before)
                errors.Enqueue($"{name} went from {before} to {version}");
            if (change.Type == WatchEventType.Deleted)
                seen.Remove(name);
            else
                seen[name] = version;
            return Task.CompletedTask;
        }, stop.Token);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(10));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < 20; i++)
            {
                history.Write("o" + random.Next(40), random.Next(4) == 0);
                if (writer == 0 && i % 5 == 4)
                    history.Compact();
                await Task.Delay(random.Next(10));
            }
        })));
        var expected = history.State;
        for (var i = 0; i < 400 && !Same(); i++)
            await Task.Delay(25);
        Assert.Equal(expected.OrderBy(pair => pair.Key), informer.Objects.Select(item => KeyValuePair.Create(item.GetName(), item.GetResourceVersion()!)).OrderBy(pair => pair.Key));
        Assert.Empty(errors);
        Assert.True(history.Watches > 5, "the connection was never cut");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        bool Same() => informer.Objects.Count == expected.Count && informer.Objects.All(item => expected.GetValueOrDefault(item.GetName()) == item.GetResourceVersion());
    }

    [Fact]
    public async Task Watch_ExpiredHistory_Throws()
    {
        var history = new History();
        history.Write("a", false);
        history.Compact();
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request) ?? history.Answer(request));
        await using var client = Clients.Of(server);
        var exception = await Assert.ThrowsAsync<KubernetesException>(() => client.WatchAsync(new(Kind, "n"), "1", default).ToListAsync());
        Assert.Equal(KubernetesFailure.Expired, exception.Failure);
    }

    [Fact]
    public async Task Logs_SeveralPods_AreMergedByTime()
    {
        await using var server = new TestServer(request => new(200, request.Path.Contains("/a/") ? "2026-01-01T00:00:01Z a1\n2026-01-01T00:00:03.5Z a3\n" : "2026-01-01T00:00:02Z b2\n2026-01-01T00:00:04Z b4\n"));
        await using var client = Clients.Of(server);
        var lines = await new LogMerger(client).ReadAsync([new("n", "a") { TailLines = 5 }, new("n", "b") { Since = TimeSpan.FromMinutes(1), Container = "c" }], default).ToListAsync();
        Assert.Equal(["a1", "b2", "a3", "b4"], lines.Select(line => line.Text));
        Assert.Equal(["a", "b", "a", "b"], lines.Select(line => line.Pod));
        Assert.Contains(server.Requests, request => request.Query.GetValueOrDefault("sinceSeconds") == "60" && request.Query["container"] == "c");
        var followed = await new LogMerger(client).ReadAsync([new("n", "a") { Follow = true }, new("n", "b") { Follow = true }], default).ToListAsync();
        Assert.Equal(["a1", "a3", "b2", "b4"], followed.Select(line => line.Text).Order());
    }
}

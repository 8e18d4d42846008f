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

        public int Lists;

        /// <summary>Whether the server streams the state at the start of a watch.</summary>
        public bool Streams { get; init; }

        /// <summary>Whether connections are cut at random bytes.</summary>
        public bool Cuts { get; init; } = true;

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
                    Lists++;
                if (!request.Query.ContainsKey("watch"))
                    return TestReply.Json(new JsonObject { ["kind"] = "ConfigMapList", ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString() }, ["items"] = new JsonArray([.. live.Values.Select(item => item.DeepClone())]) });
                Watches++;
                var cut = Cuts ? random.Next(20, 4000) : int.MaxValue;
                if (request.Query.ContainsKey("sendInitialEvents"))
                {
                    Assert.Equal("NotOlderThan", request.Query["resourceVersionMatch"]);
                    if (!Streams)
                        return TestReply.StatusOf(422, "Invalid", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled");
                    var first = live.Values.Select(item => new JsonObject { ["type"] = "ADDED", ["object"] = item.DeepClone() })
                        .Append(Clients.Parse($$$"""{"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}","annotations":{"k8s.io/initial-events-end":"true"} } } }"""))
                        .ToList();
                    var now = version;
                    return new(200, "") { Stream = (stream, token) => ServeAsync(stream, now, cut, token, first) };
                }

                var from = int.Parse(request.Query["resourceVersion"]);
                if (from < compacted)
                {
                    Expired++;
                    return TestReply.StatusOf(410, "Expired", "too old resource version");
                }

                return new(200, "") { Stream = (stream, token) => ServeAsync(stream, from, cut, token) };
            }
        }

        private async Task ServeAsync(Stream stream, int from, int budget, CancellationToken token, IReadOnlyList<JsonObject>? first = null)
        {
            foreach (var message in first ?? [])
            {
                var line = Encoding.UTF8.GetBytes(message.ToJsonString() + "\n");
                await stream.WriteAsync(line.AsMemory(0, Math.Max(0, Math.Min(budget, line.Length))), token);
                budget -= line.Length;
            }

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Informer_WritersDisconnectsAndCompaction_NoStateIsMissedDoubledOrReordered(bool streams)
    {
        var history = new History { Streams = streams };
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
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_FromTheStart_TakesTheStateFromTheWatchWhereTheServerStreamsIt(bool streams)
    {
        var history = new History { Streams = streams, Cuts = false };
        history.Write("a", false);
        history.Write("b", false);
        await using var server = new TestServer(request => Doubles.Discovery.Answer(request) ?? history.Answer(request));
        await using var client = Clients.Of(server);
        for (var round = 1; round <= 2; round++)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            var seen = new List<string>();
            await foreach (var change in client.WatchAsync(new(Kind, "n"), null, limit.Token))
            {
                seen.Add(change.Type == WatchEventType.Bookmark ? "Bookmark" : $"{change.Type} {change.Object.GetName()}");
                if (change.Type == WatchEventType.Bookmark)
                    history.Write("c" + round, false);
                if (seen[^1] == "Added c" + round)
                    break;
            }

            Assert.Equal(round == 1 ? ["Added a", "Added b", "Bookmark", "Added c1"] : ["Added a", "Added b", "Added c1", "Bookmark", "Added c2"], seen);
        }

        // Where it is refused, that is asked once per client.
        Assert.Equal(streams ? 0 : 2, history.Lists);
        Assert.Equal(streams ? 2 : 1, server.Requests.Count(request => request.Query.ContainsKey("sendInitialEvents")));
    }

    [Fact]
    public async Task Watch_ConnectionCutAtEveryByte_EveryChangeComesOnceAndInOrder()
    {
        var lines = Enumerable.Range(2, 4).Select(version => $$$"""{"type":"MODIFIED","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"é","resourceVersion":"{{{version}}}"} } }""" + "\n").Select(Encoding.UTF8.GetBytes).ToList();
        var whole = lines.SelectMany(line => line).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(0, whole.Length), new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (cut, token) =>
        {
            var first = 1;
            await using var server = new TestServer(request => Doubles.Discovery.Answer(request) ?? new(200, "")
            {
                Stream = async (stream, stop) =>
                {
                    if (Interlocked.Exchange(ref first, 0) == 1)
                    {
                        await stream.WriteAsync(whole.AsMemory(0, cut), stop);
                        return;
                    }

                    foreach (var line in lines.Skip(int.Parse(request.Query["resourceVersion"]) - 1))
                        await stream.WriteAsync(line, stop);
                    await Task.Delay(Timeout.Infinite, stop);
                },
            });
            await using var client = Clients.Of(server);
            var seen = new List<string?>();
            await foreach (var change in client.WatchAsync(new(Kind, "n"), "1", token))
            {
                seen.Add(change.Object.GetResourceVersion());
                if (seen[^1] == "5")
                    break;
            }

            Assert.Equal(["2", "3", "4", "5"], seen);
        });
    }

    [Fact]
    public async Task Logs_SeveralPods_AreMergedByTime()
    {
        await using var server = new TestServer(request => new(200, request.Path.Contains("/a/") ? "2026-01-01T00:00:01Z a1\n2026-01-01T00:00:03.5Z a3\n" : "2026-01-01T00:00:02Z b2\n2026-01-01T00:00:04Z b4\n"));
        await using var client = Clients.Of(server);
        var lines = await new LogMerger(client, TimeProvider.System).ReadAsync([new("n", "a") { TailLines = 5 }, new("n", "b") { Since = TimeSpan.FromMinutes(1), Container = "c" }], default).ToListAsync();
        Assert.Equal(["a1", "b2", "a3", "b4"], lines.Select(line => line.Text));
        Assert.Equal(["a", "b", "a", "b"], lines.Select(line => line.Pod));
        Assert.Contains(server.Requests, request => request.Query.GetValueOrDefault("sinceSeconds") == "60" && request.Query["container"] == "c");
        var followed = await new LogMerger(client, new FrozenTime(DateTimeOffset.UtcNow)).ReadAsync([new("n", "a") { Follow = true }, new("n", "b") { Follow = true }], default).ToListAsync();
        Assert.Equal(["a1", "b2", "a3", "b4"], followed.Select(line => line.Text));
    }
}

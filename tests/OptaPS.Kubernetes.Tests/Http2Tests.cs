using System.Text.Json.Nodes;
using OptaPS.Kubernetes.Http;
using OptaPS.Kubernetes.Objects;
using OptaPS.Kubernetes.Tests.Doubles;
using OptaPS.Kubernetes.Watch;

namespace OptaPS.Kubernetes.Tests;

/// <summary>HTTP/2 connections that a server ends: API servers behind load balancers do that all the time (goaway-chance, rolling upgrades).</summary>
public sealed class Http2Tests : IDisposable
{
    private readonly TestAuthority authority = new();

    public void Dispose() => authority.Dispose();

    private Http2Server Server(Func<Http2Server.Exchange, Task> handler) => new(authority.Issue("api"), handler);

    private IKubernetesClient Client(Http2Server server) => Clients.Trusting(server.Address, authority.Pem);

    private static Task<JsonNode?> PostAsync(IKubernetesClient client) => client.SendRawAsync(HttpMethod.Post, "/api/v1/namespaces/n/pods", new JsonObject { ["kind"] = "Pod" }, default);

    [Fact]
    public async Task GoAway_RequestThatWasNotLookedAt_GoesOverAnotherConnectionEvenWhenItCreates()
    {
        var landed = 0;
        await using var server = Server(async exchange =>
        {
            if (exchange.Connection == 1)
            {
                await exchange.GoAwayAsync(0);
                exchange.Close();
                return;
            }

            landed++;
            await exchange.SendAsync("""{"made":true}""", end: true);
        });
        await using var client = Client(server);
        Assert.Equal("""{"made":true}""", (await PostAsync(client))!.ToJsonString());
        Assert.Equal(1, landed);
        Assert.Equal([1, 2], server.Received.Select(item => item.Connection));
    }

    [Fact]
    public async Task GoAway_AfterEveryAnswer_NoCallFailsAndNoneIsDoubled()
    {
        await using var server = Server(async exchange =>
        {
            await exchange.GoAwayAsync(exchange.Id);
            await exchange.SendAsync($$"""{"number":{{exchange.Number}} }""", end: true);
        });
        await using var client = Client(server);
        for (var i = 1; i <= 6; i++)
            Assert.Equal(i, (await PostAsync(client))!["number"]!.GetValue<int>());
        Assert.Equal(6, server.Received.Count);
        Assert.Equal(6, server.Received.Select(item => item.Connection).Distinct().Count());
    }

    [Fact]
    public async Task RefusedStream_CreateIsSentAgain_BecauseNothingWasDone()
    {
        await using var server = Server(exchange => exchange.Number == 1 ? exchange.ResetAsync(7) : exchange.SendAsync("{}", end: true));
        await using var client = Client(server);
        await PostAsync(client);
        Assert.Equal(2, server.Received.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LostConnection_RequestThatMayHaveLanded_IsRepeatedOnlyWhenItReads(bool reads)
    {
        await using var server = Server(async exchange =>
        {
            if (exchange.Number > 1)
            {
                await exchange.SendAsync("{}", end: true);
                return;
            }

            await exchange.GoAwayAsync(exchange.Id, error: 2);
            exchange.Close();
        });
        await using var client = Client(server);
        if (reads)
        {
            await client.SendRawAsync(HttpMethod.Get, "/version", null, default);
            Assert.Equal(2, server.Received.Count);
            return;
        }

        var exception = await Assert.ThrowsAsync<KubernetesException>(() => PostAsync(client));
        Assert.Equal(KubernetesFailure.ConnectionLost, exception.Failure);
        Assert.True(exception.EffectUnknown);
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task GoAway_DuringAWatch_ItEndsWhenTheServerEndsItAndIsResumed()
    {
        static string Line(int version) => $$$"""{"type":"MODIFIED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","resourceVersion":"{{{version}}}"} } }""" + "\n";
        await using var server = Server(async exchange =>
        {
            // Two requests for discovery, then connections of the watch.
            switch (exchange.Number)
            {
                case 1:
                    await exchange.SendAsync("""{"kind":"APIVersions","versions":["v1"]}""", end: true);
                    break;
                case 2:
                    await exchange.SendAsync("""{"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","namespaced":true,"kind":"Pod","verbs":["list","watch"]}]}""", end: true);
                    break;
                case 3:
                    await exchange.SendAsync("""{"kind":"APIGroupList","groups":[]}""", end: true);
                    break;
                case 4:
                    await exchange.SendAsync(Line(5), end: false);
                    await exchange.GoAwayAsync(exchange.Id);
                    await exchange.SendAsync(Line(6), end: true);
                    break;
                default:
                    await exchange.SendAsync(Line(7), end: false);
                    break;
            }
        });
        await using var client = Client(server);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var versions = new List<string?>();
        await foreach (var change in client.WatchAsync(new ListQuery(new("", "v1", "Pod"), "n"), "4", limit.Token))
        {
            Assert.Equal(WatchEventType.Modified, change.Type);
            versions.Add(change.Object.GetResourceVersion());
            if (versions.Count == 3)
                break;
        }

        Assert.Equal(["5", "6", "7"], versions);
    }
}

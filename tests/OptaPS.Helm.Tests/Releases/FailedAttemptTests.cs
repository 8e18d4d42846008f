using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Helm.Releases.Waiting;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Releases;

/// <summary>What revisions that failed leave to those after them.</summary>
public class FailedAttemptTests
{
    private const string Settings = "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  color: blue\n";

    private readonly FakeCluster cluster = new();
    private readonly FakeObserver observer = new();

    private ReleaseEngine Engine => new(cluster, observer, new JumpingTime());

    [Fact]
    public async Task Apply_ThatFailsAgainAndAgain_KeepsNoMoreRecordsThanAsked()
    {
        var options = new ReleaseOptions { MaxHistory = 3 };
        await Engine.ApplyAsync(Request(options), default);
        observer.State = _ => new ObjectState(false, true, "crash loop");

        for (var attempt = 0; attempt < 5; attempt++)
            await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(options), default));

        Assert.Equal(
            [(1, ReleaseStatus.Deployed), (5, ReleaseStatus.Failed), (6, ReleaseStatus.Failed)],
            (await Engine.HistoryAsync("shop", "web", default)).Select(entry => (entry.Revision, entry.Status)));
    }

    [Fact]
    public async Task Apply_AfterAnAttemptToTakeAnObject_StillAsksForIt()
    {
        await cluster.CreateAsync(Foreign(), new WriteOptions(), default);
        cluster.Edit("kubectl", ReleaseEngineTests.Key("v1", "ConfigMap", "settings"), new JsonObject { ["data"] = new JsonObject { ["color"] = "theirs" } });
        var taking = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request() with { TakeOwnership = true }, default));

        var without = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(), default));
        var again = await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request() with { TakeOwnership = true }, default));

        Assert.Equal(["OPTA5521", "OPTA5522", "OPTA5521"], new[] { taking, without, again }.Select(e => e.Diagnostics[0].Code));
        Assert.Equal("theirs", cluster["ConfigMap", "settings"].TextAt("data", "color"));
        Assert.Equal(
            "Release \"web\" failed: Fields of ConfigMap shop/settings belong to another manager, and the release never set them before: Apply failed with conflicts",
            (await Engine.GetAsync("shop", "web", default))!.Description);
        await Engine.ApplyAsync(Request(new() { ForceConflicts = true }) with { TakeOwnership = true }, default);
        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
    }

    [Fact]
    public async Task Apply_AfterAnAttemptThatMadeAnObject_TakesBackWhatWasEditedThere()
    {
        observer.State = _ => new ObjectState(false, true, "crash loop");
        await Assert.ThrowsAsync<OptaException>(() => Engine.ApplyAsync(Request(), default));
        cluster.Edit("kubectl-edit", ReleaseEngineTests.Key("v1", "ConfigMap", "settings"), new JsonObject { ["data"] = new JsonObject { ["color"] = "edited" } });
        observer.State = _ => new ObjectState(true, false, "");

        await Engine.ApplyAsync(Request(), default);

        Assert.Equal("blue", cluster["ConfigMap", "settings"].TextAt("data", "color"));
    }

    private static JsonObject Foreign() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "settings", ["namespace"] = "shop" },
    };

    private static ReleaseRequest Request(ReleaseOptions? options = null) => new("shop", "web", new FakeSource(Settings)) { Options = options ?? new() };
}

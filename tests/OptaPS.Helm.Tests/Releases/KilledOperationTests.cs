using OptaPS.Diagnostics;
using OptaPS.Helm.Releases;
using OptaPS.Helm.Releases.Records;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Tests.Releases;

public class KilledOperationTests
{
    private const string One = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: one\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: s\n";
    private const string Two = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: two\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  type: ClusterIP\n";

    private static readonly ReleaseHook[] Hooks =
    [
        FakeSource.Hook("before", "pre-install"), FakeSource.Hook("before-up", "pre-upgrade", 0, "Job", "hook-succeeded"), FakeSource.Hook("after-up", "post-upgrade"),
        FakeSource.Hook("back", "pre-rollback"), FakeSource.Hook("bye", "pre-delete"), FakeSource.Hook("gone", "post-delete", 0, "Job", "hook-succeeded"),
    ];

    [Theory]
    [InlineData(ApplyMethod.ServerSide, false)]
    [InlineData(ApplyMethod.ServerSide, true)]
    [InlineData(ApplyMethod.ClientSide, false)]
    [InlineData(ApplyMethod.ClientSide, true)]
    public async Task Upgrade_KilledAtEveryMutation_SucceedsWhenRepeated(ApplyMethod method, bool answerLost)
    {
        var kills = await KillEverywhereAsync(
            answerLost,
            engine => engine.ApplyAsync(Request(One) with { NewReleaseMethod = method }, default),
            engine => engine.ApplyAsync(Request(Two), default),
            cluster =>
            {
                Assert.Equal("two", cluster["ConfigMap", "a"].TextAt("data", "k"));
                Assert.False(cluster.Has("ConfigMap", "b"));
                Assert.True(cluster.Has("ConfigMap", "c"));
                Assert.Equal("ClusterIP", cluster["Service", "s"].TextAt("spec", "type"));
            });

        Assert.True(kills >= 9, $"only {kills} mutating calls were there to be killed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Install_KilledAtEveryMutation_SucceedsWhenRepeated(bool answerLost)
    {
        var kills = await KillEverywhereAsync(
            answerLost,
            _ => Task.CompletedTask,
            engine => engine.ApplyAsync(Request(One), default),
            cluster => Assert.True(cluster.Has("ConfigMap", "a") && cluster.Has("ConfigMap", "b") && cluster.Has("Service", "s") && cluster.Has("Job", "before")));

        Assert.True(kills >= 6, $"only {kills} mutating calls were there to be killed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rollback_KilledAtEveryMutation_SucceedsWhenRepeated(bool answerLost)
    {
        var kills = await KillEverywhereAsync(
            answerLost,
            async engine =>
            {
                await engine.ApplyAsync(Request(One), default);
                await engine.ApplyAsync(Request(Two), default);
            },
            engine => engine.RollbackAsync(new RollbackRequest("shop", "web", 1) { Options = Request(One).Options }, default),
            cluster =>
            {
                Assert.Equal("one", cluster["ConfigMap", "a"].TextAt("data", "k"));
                Assert.True(cluster.Has("ConfigMap", "b"));
                Assert.False(cluster.Has("ConfigMap", "c"));
            });

        Assert.True(kills >= 8, $"only {kills} mutating calls were there to be killed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Uninstall_KilledAtEveryMutation_SucceedsWhenRepeated(bool answerLost)
    {
        for (var n = 1; ; n++)
        {
            var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
            var time = new JumpingTime();
            var engine = new ReleaseEngine(cluster, new FakeObserver(), time);
            await engine.ApplyAsync(Request(One), default);
            var request = new UninstallRequest("shop", "web") { Options = Request(One).Options, DeleteHookObjects = true };
            var killed = await KillAsync(cluster, n, answerLost, () => engine.UninstallAsync(request, default));

            await engine.UninstallAsync(request, default);

            Assert.Empty(cluster.Objects);
            if (!killed)
            {
                Assert.True(n > 7, $"only {n} mutating calls were there to be killed");
                return;
            }
        }
    }

    [Fact]
    public async Task Apply_PendingOfALivingHolder_IsRefusedUntilItsLeaseEnds()
    {
        var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
        var time = new JumpingTime();
        var engine = new ReleaseEngine(cluster, new FakeObserver(), time);
        await KillAsync(cluster, 2, false, () => engine.ApplyAsync(Request(One), default));
        var other = Request(One) with { Options = new() { Holder = "somebody-else" } };

        var e = await Assert.ThrowsAsync<OptaException>(() => engine.ApplyAsync(other, default));
        time.Advance(TimeSpan.FromMinutes(3));
        var info = await engine.ApplyAsync(other, default);

        Assert.Equal("OPTA5511", e.Diagnostics[0].Code);
        Assert.Contains("Held by me since 2026-11-21T08:00:00", e.Diagnostics[0].Evidence[0], StringComparison.Ordinal);
        Assert.Equal((1, ReleaseStatus.Deployed), (info.Revision, info.Status));
    }

    [Fact]
    public async Task Apply_PendingOfHelm_IsRecoveredOnlyWhenAskedAndOldEnough()
    {
        var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
        var time = new JumpingTime();
        var engine = new ReleaseEngine(cluster, new FakeObserver(), time);
        await KillAsync(cluster, 2, false, () => engine.ApplyAsync(Request(One), default));
        cluster["Secret", "sh.helm.release.v1.web.v1"]["metadata"]!.AsObject().Remove("annotations");
        var asked = Request(One) with { Options = new() { RecoverPending = true } };

        time.Advance(TimeSpan.FromMinutes(5));
        var young = await Assert.ThrowsAsync<OptaException>(() => engine.ApplyAsync(asked, default));
        time.Advance(TimeSpan.FromMinutes(6));
        var unasked = await Assert.ThrowsAsync<OptaException>(() => engine.ApplyAsync(Request(One), default));
        var info = await engine.ApplyAsync(asked, default);

        Assert.Equal(("OPTA5512", "OPTA5512"), (young.Diagnostics[0].Code, unasked.Diagnostics[0].Code));
        Assert.Equal((2, ReleaseStatus.Deployed), (info.Revision, info.Status));
        Assert.StartsWith("Interrupted while pending-install", (await engine.HistoryAsync("shop", "web", default))[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_ByAnotherProcess_FinishesFromTheHandle()
    {
        var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
        var observer = new FakeObserver { State = _ => new(false, false, "starting") };
        var progress = await new ReleaseEngine(cluster, observer, new JumpingTime()).StartAsync(Request(One), default);
        Assert.NotNull(progress.Handle);
        Assert.Equal(ReleaseStatus.PendingInstall, progress.Release!.Status);
        observer.State = _ => new(true, false, "");

        var ended = await new ReleaseEngine(cluster, observer, new JumpingTime()).PollAsync(progress.Handle, null, default);
        var again = await new ReleaseEngine(cluster, observer, new JumpingTime()).PollAsync(progress.Handle, null, default);

        Assert.Equal((ReleaseStatus.Deployed, ReleaseStatus.Deployed), (ended.Release!.Status, again.Release!.Status));
        Assert.Null(again.Handle);
    }

    [Fact]
    public async Task Apply_Cancelled_IsTakenUpByTheNextRun()
    {
        var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
        using var cancel = new CancellationTokenSource();
        var observer = new FakeObserver { State = _ => { cancel.Cancel(); return new(false, false, "starting"); } };
        var engine = new ReleaseEngine(cluster, observer, new JumpingTime());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.ApplyAsync(Request(One), cancel.Token));
        observer.State = _ => new(true, false, "");

        Assert.Equal(ReleaseStatus.Deployed, (await engine.ApplyAsync(Request(One), default)).Status);
    }

    private static async Task<int> KillEverywhereAsync(bool answerLost, Func<ReleaseEngine, Task> before, Func<ReleaseEngine, Task> operation, Action<FakeCluster> check)
    {
        for (var n = 1; ; n++)
        {
            var cluster = new FakeCluster { Controller = ReleaseEngineTests.CompleteJobs };
            var engine = new ReleaseEngine(cluster, new FakeObserver(), new JumpingTime());
            await before(engine);
            var killed = await KillAsync(cluster, n, answerLost, () => operation(engine));

            await operation(engine);

            check(cluster);
            var history = await engine.HistoryAsync("shop", "web", default);
            Assert.Equal(ReleaseStatus.Deployed, history[^1].Status);
            Assert.Single(history, entry => entry.Status == ReleaseStatus.Deployed);
            Assert.DoesNotContain(history, entry => entry.Status.IsPending());
            if (!killed)
                return n - 1;
        }
    }

    private static async Task<bool> KillAsync(FakeCluster cluster, int n, bool answerLost, Func<Task> operation)
    {
        cluster.Mutations.Clear();
        cluster.DiesAt = n;
        cluster.AnswerLost = answerLost;
        try
        {
            await operation();
            return false;
        }
        catch (Exception e) when (e is KilledException or AggregateException)
        {
            return true;
        }
        finally
        {
            cluster.DiesAt = int.MaxValue;
            cluster.AnswerLost = false;
        }
    }

    private static ReleaseRequest Request(string manifest) =>
        new("shop", "web", new FakeSource(manifest) { Hooks = [.. Hooks] }) { Options = new() { Holder = "me" } };
}

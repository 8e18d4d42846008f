using OptaPS.Diagnostics;
using OptaPS.Engine.Locking;
using OptaPS.Engine.Providers;
using OptaPS.Engine.State.Objects;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests.Backends;

public sealed class ObjectStoreBackendTests : ObjectStoreContract
{
    private readonly MemoryObjectStore store = new();

    internal override IObjectStore Store => store;

    [Fact]
    public async Task AnAnswerThatIsLost_IsAskedForAgain_AndTheWriteIsFoundToBeOurs()
    {
        Time.AutoAdvance = true;
        Time.DeadlinesAdvance = false;
        var puts = 0;
        store.OnPut = (_, after) => after && ++puts % 2 == 1
            ? throw new ProviderException(new ProviderFailure(new Diagnostic("OPTA2990", Severity.Error, "the connection was cut"), RetryAdvice.SameToken))
            : Task.CompletedTask;
        var request = new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero);
        await using var lease = await Open(Time).AcquireAsync("staging", request, default);
        await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
        for (var i = 0; i < 5; i++)
            await lease.AppendAsync(State.Journal.JournalFrames.Frame([(byte)('0' + i)]), default);
        var stored = await Open(Time).ReadAsync("staging", default);
        Assert.Equal(5, State.Journal.JournalFrames.Read(stored!.Journal, "test", out _).Count);
        Assert.True(puts > 7);
    }

    [Fact]
    public async Task AStoreThatDoesNotAnswer_UntilTheLeaseEnds_CostsTheLock()
    {
        var request = new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero);
        var time = new VirtualTime { AutoAdvance = false };
        var lease = await Open(time).AcquireAsync("staging", request, default);
        var never = new TaskCompletionSource();
        store.OnPut = (_, after) => after ? Task.CompletedTask : never.Task;
        store.GivesUp = true;
        var writing = lease.AppendAsync(State.Journal.JournalFrames.Frame([1]), default);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("OPTA2202", (await Assert.ThrowsAsync<OptaException>(() => writing)).Diagnostics[0].Code);
        Assert.True(lease.Lost.IsCancellationRequested);
        never.SetResult();
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task TheLockOfADeadRun_IsWaitedFor_AndThisIsSaid()
    {
        var dead = new VirtualTime { AutoAdvance = false };
        await Open(dead).AcquireAsync("staging", new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero), default);
        Time.AutoAdvance = true;
        var start = Time.GetUtcNow();
        var awaited = new List<string>();
        var request = new LeaseRequest("bob", "apply", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(75)) { IsAlive = _ => false, Waiting = held => awaited.Add(held.Holder) };
        await using var next = await Open(Time).AcquireAsync("staging", request, default);
        Assert.Equal(["ann"], awaited);
        Assert.InRange((Time.GetUtcNow() - start).TotalSeconds, 60, 62);
    }

    [Fact]
    public async Task ALockThatIsGivenBackBetweenTwoLooks_IsTaken()
    {
        Time.AutoAdvance = true;
        var lease = await Open(Time).AcquireAsync("staging", new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero), default);
        var looks = 0;
        store.OnGet = async _ =>
        {
            if (++looks == 1)
                await lease.DisposeAsync();
        };
        await using var next = await Open(Time).AcquireAsync("staging", new LeaseRequest("bob", "apply", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(75)), default);
        Assert.Equal("bob", next.Info.Holder);
    }

    [Fact]
    public async Task ALockThatIsRenewed_IsNotWaitedFor_NorOneWhoseProcessIsThere()
    {
        await using var lease = await Open(Time).AcquireAsync("staging", new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero), default);
        var request = new LeaseRequest("bob", "apply", TimeSpan.FromSeconds(60), TimeSpan.FromDays(1));
        Assert.Equal("OPTA2201", (await Assert.ThrowsAsync<OptaException>(() => Open(Time).AcquireAsync("staging", request, default))).Diagnostics[0].Code);

        var waiting = Open(Time).AcquireAsync("staging", request with { IsAlive = _ => false }, default);
        for (var i = 0; i < 40 && !waiting.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        Assert.True(waiting.IsCompleted);
        Assert.Equal("OPTA2201", (await Assert.ThrowsAsync<OptaException>(() => waiting)).Diagnostics[0].Code);
    }

    [Fact]
    public async Task ALateHeartbeat_DoesNotTakeTheLockBack()
    {
        var (ann, bob) = (new VirtualTime { AutoAdvance = false }, new VirtualTime { AutoAdvance = false });
        var first = await Open(ann).AcquireAsync("staging", new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero), default);
        bob.Advance(TimeSpan.FromMinutes(10));
        await using var second = await Open(bob).AcquireAsync("staging", new LeaseRequest("bob", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero), default);

        // The process of the first one wakes up, and its timer with it.
        ann.Advance(TimeSpan.FromSeconds(20));
        await Task.Delay(Timeout.Infinite, first.Lost).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("bob", (await Open(bob).ReadLeaseAsync("staging", default))!.Holder);
        await second.WriteSnapshotAsync("S"u8.ToArray(), default);
        await first.DisposeAsync();
        Assert.False((await Open(bob).ReadLeaseAsync("staging", default))!.Released);
    }

    [Fact]
    public async Task AStoreThatStaysAway_EndsTheWrite_WithItsReason()
    {
        Time.AutoAdvance = true;
        store.OnPut = (_, _) => throw new ProviderException(new ProviderFailure(new Diagnostic("OPTA2990", Severity.Error, "the store is down") { RequestId = "req-9" }, RetryAdvice.SameToken));
        var request = new LeaseRequest("ann", "apply", TimeSpan.FromSeconds(60), TimeSpan.Zero);
        var error = (await Assert.ThrowsAsync<OptaException>(() => Open(Time).AcquireAsync("staging", request, default))).Diagnostics[0];
        Assert.Equal("OPTA2103", error.Code);
        Assert.Contains("the store is down", error.Message, StringComparison.Ordinal);
        Assert.Equal("req-9", error.RequestId);
        Assert.NotNull(error.Remedy);
    }
}

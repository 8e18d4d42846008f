using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Engine.Encryption;
using OptaPS.Engine.Locking;
using OptaPS.Engine.State;
using OptaPS.Engine.State.Journal;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>What every backend must do. Each has a class that derives from this one.</summary>
public abstract class BackendContract
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    internal VirtualTime Time { get; } = new() { AutoAdvance = false };

    /// <summary>A backend over the same storage for another process with its own clock.</summary>
    internal abstract IStateBackend Open(TimeProvider time);

    /// <summary>Makes the holder's process seem dead to the storage, as the end of a process or machine does.</summary>
    internal abstract void LoseHolder();

    private IStateBackend Backend => Open(Time);

    private static LeaseRequest Request(string holder, TimeSpan wait = default) => new(holder, "apply", LeaseTime, wait) { IsAlive = _ => false };

    private static byte[] Frame(string text) => JournalFrames.Frame(Encoding.UTF8.GetBytes(text));

    private static string Text(StoredLayer? stored) => stored is null
        ? "nothing"
        : $"{(stored.Snapshot is { } snapshot ? Encoding.UTF8.GetString(snapshot.Span) : "none")}:{string.Join(",", JournalFrames.Read(stored.Journal, "test", out _).Select(payload => Encoding.UTF8.GetString(payload.Span)))}";

    [Fact]
    public async Task WhatIsWritten_IsRead()
    {
        Assert.Null(await Backend.ReadAsync("staging", default));
        Assert.Null(await Backend.ReadLeaseAsync("staging", default));
        await using (var lease = await Backend.AcquireAsync("staging", Request("ann"), default))
        {
            Assert.Null(lease.Stored);
            await lease.WriteSnapshotAsync("S1"u8.ToArray(), default);
            await lease.AppendAsync(Frame("a"), default);
            await lease.AppendAsync(Frame("b"), default);
            Assert.Equal("S1:a,b", Text(await Backend.ReadAsync("staging", default)));
            await lease.WriteSnapshotAsync("S2"u8.ToArray(), default);
            Assert.Equal("S2:", Text(await Backend.ReadAsync("staging", default)));
            await lease.AppendAsync(Frame("c"), default);
        }

        await using var next = await Backend.AcquireAsync("staging", Request("bob"), default);
        Assert.Equal("S2:c", Text(next.Stored));
        Assert.Equal(2, next.Info.Fence);
        await next.AppendAsync(Frame("d"), default);
        Assert.Equal("S2:c,d", Text(await Backend.ReadAsync("staging", default)));
    }

    [Fact]
    public async Task Layers_AreListed_AndDeletedOnesAreNot()
    {
        foreach (var layer in new[] { "staging", "staging/hello", "Prod" })
        {
            await using var lease = await Backend.AcquireAsync(layer, Request("ann"), default);
            await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
        }

        Assert.Equal(["Prod", "staging", "staging/hello"], await Backend.ListLayersAsync(default));
        await using (var lease = await Backend.AcquireAsync("staging", Request("ann"), default))
            await lease.DeleteAsync(default);
        Assert.Equal(["Prod", "staging/hello"], await Backend.ListLayersAsync(default));
        Assert.Null(await Backend.ReadAsync("staging", default));
        await using var again = await Backend.AcquireAsync("staging", Request("ann"), default);
        Assert.Null(again.Stored);
        await again.WriteSnapshotAsync("N"u8.ToArray(), default);
        Assert.Equal("N:", Text(await Backend.ReadAsync("staging", default)));
        Assert.Equal(3, again.Info.Fence);
    }

    [Fact]
    public async Task ASecondWriter_IsRefused_AndToldWhoHoldsTheLock()
    {
        await using var lease = await Backend.AcquireAsync("staging", Request("ann@build-7"), default);
        var error = (await Assert.ThrowsAsync<OptaException>(() => Backend.AcquireAsync("staging", Request("bob"), default))).Diagnostics[0];
        Assert.Equal("OPTA2201", error.Code);
        Assert.Contains("ann@build-7", error.Message, StringComparison.Ordinal);
        Assert.Equal(DiagnosticCategory.ResourceBusy, error.Category);
        Assert.Equal("ann@build-7", (await Backend.ReadLeaseAsync("staging", default))!.Holder);
        await using var other = await Backend.AcquireAsync("other", Request("bob"), default);
    }

    [Fact]
    public async Task AWaitingWriter_GetsTheLockWhenItIsGivenBack()
    {
        var lease = await Backend.AcquireAsync("staging", Request("ann"), default);
        var waiting = Backend.AcquireAsync("staging", Request("bob", TimeSpan.FromDays(100)), default);
        Assert.False(waiting.IsCompleted);
        await lease.DisposeAsync();
        for (var i = 0; i < 2000 && !waiting.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5);
        }

        await using var next = await waiting;
        Assert.Equal("bob", next.Info.Holder);
    }

    [Fact]
    public async Task AHeartbeat_KeepsTheLockBeyondItsTime()
    {
        await using var lease = await Backend.AcquireAsync("staging", Request("ann"), default);
        for (var i = 0; i < 60; i++)
        {
            Time.Advance(LeaseTime / 12);
            await BeatAsync();
        }

        await Assert.ThrowsAsync<OptaException>(() => Backend.AcquireAsync("staging", Request("bob"), default));
        await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
    }

    [Fact]
    public async Task ALockBesideNoState_IsListed_UntilItIsGivenBack()
    {
        var lease = await Backend.AcquireAsync("staging", Request("ann"), default);
        Assert.Empty(await Backend.ListLayersAsync(default));
        Assert.Equal("ann", Assert.Single(await Backend.ListLocksAsync(default), pair => pair.Key == "staging").Value.Holder);
        await lease.DisposeAsync();
        Assert.Empty(await Backend.ListLocksAsync(default));

        await using (var next = await Backend.AcquireAsync("staging", Request("bob"), default))
            await next.WriteSnapshotAsync("S"u8.ToArray(), default);
        var free = Assert.Single(await Backend.ListLocksAsync(default)).Value;
        Assert.True(free.Released);
        Assert.Equal("bob", free.Holder);
    }

    [Fact]
    public async Task AHolderWhoseClockIsSetBack_OrForward_KeepsTheLock()
    {
        var clock = new ShiftedTime(Time);
        await using var lease = await Open(clock).AcquireAsync("staging", Request("ann"), default);
        foreach (var hours in new[] { -3, 2, -1 })
        {
            clock.Ahead = TimeSpan.FromHours(hours);
            for (var i = 0; i < 16; i++)
            {
                Time.Advance(LeaseTime / 12);
                await BeatAsync();
            }

            Assert.Equal("OPTA2201", (await Assert.ThrowsAsync<OptaException>(() => Backend.AcquireAsync("staging", Request("bob"), default))).Diagnostics[0].Code);
            Assert.Equal("OPTA2203", (await Assert.ThrowsAsync<OptaException>(() => Backend.BreakLeaseAsync("staging", force: false, default))).Diagnostics[0].Code);
            await lease.AppendAsync(Frame("a"), default);
        }

        Assert.False(lease.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task ADeadHoldersLock_IsTakenOver_AndItsLateWritesAreRefused()
    {
        var paused = new VirtualTime { AutoAdvance = false };
        var lease = await Open(paused).AcquireAsync("staging", Request("ann"), default);
        await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
        await lease.AppendAsync(Frame("a"), default);
        LoseHolder();
        Time.Advance(LeaseTime * 2);
        await using var next = await Backend.AcquireAsync("staging", Request("bob"), default);
        Assert.Equal("S:a", Text(next.Stored));

        // The first holder wakes up; by its own clock no time has passed.
        var error = (await Assert.ThrowsAsync<OptaException>(() => lease.AppendAsync(Frame("late"), default))).Diagnostics[0];
        Assert.Equal("OPTA2202", error.Code);
        Assert.Contains("bob", error.Message, StringComparison.Ordinal);
        Assert.True(lease.Lost.IsCancellationRequested);
        await Assert.ThrowsAsync<OptaException>(() => lease.WriteSnapshotAsync("late"u8.ToArray(), default));
        await Assert.ThrowsAsync<OptaException>(() => lease.DeleteAsync(default));
        await lease.DisposeAsync();

        await next.AppendAsync(Frame("b"), default);
        Assert.Equal("S:a,b", Text(await Backend.ReadAsync("staging", default)));
        Assert.Equal("bob", (await Backend.ReadLeaseAsync("staging", default))!.Holder);
    }

    [Fact]
    public async Task ABrokenLock_RefusesItsHolder()
    {
        await using var lease = await Backend.AcquireAsync("staging", Request("ann"), default);
        await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
        Assert.Equal("ann", (await Backend.BreakLeaseAsync("staging", force: true, default))!.Holder);
        Assert.Null(await Backend.BreakLeaseAsync("staging", force: true, default));
        LoseHolder();
        await using var next = await Backend.AcquireAsync("staging", Request("bob"), default);
        Assert.Equal("OPTA2202", (await Assert.ThrowsAsync<OptaException>(() => lease.AppendAsync(Frame("late"), default))).Diagnostics[0].Code);
        await next.AppendAsync(Frame("b"), default);
        Assert.Equal("S:b", Text(await Backend.ReadAsync("staging", default)));
    }

    [Fact]
    public async Task ALockThatIsInUse_IsNotBroken_UnlessForced()
    {
        var lease = await Open(new VirtualTime { AutoAdvance = false }).AcquireAsync("staging", Request("ann"), default);
        await lease.WriteSnapshotAsync("S"u8.ToArray(), default);
        var error = (await Assert.ThrowsAsync<OptaException>(() => Backend.BreakLeaseAsync("staging", force: false, default))).Diagnostics[0];
        Assert.Equal("OPTA2203", error.Code);
        Assert.Contains("ann", error.Message, StringComparison.Ordinal);
        await lease.AppendAsync(Frame("a"), default);

        // The holder's clock stands still: it renews nothing.
        LoseHolder();
        Time.Advance(LeaseTime * 2);
        Assert.Equal("ann", (await Backend.BreakLeaseAsync("staging", force: false, default))!.Holder);
        Assert.Equal("OPTA2202", (await Assert.ThrowsAsync<OptaException>(() => lease.AppendAsync(Frame("late"), default))).Diagnostics[0].Code);
        await lease.DisposeAsync();
        Assert.Equal("S:a", Text(await Backend.ReadAsync("staging", default)));
    }

    [Fact]
    public async Task TheSnapshotBeforeTheNewestOne_IsKept()
    {
        await using var lease = await Backend.AcquireAsync("staging", Request("ann"), default);
        await lease.WriteSnapshotAsync("first"u8.ToArray(), default);
        await lease.AppendAsync(Frame("a"), default);
        await lease.WriteSnapshotAsync("second"u8.ToArray(), default);
        var kept = await StoredContentsAsync();
        Assert.Contains(kept, content => content.Contains("first", StringComparison.Ordinal));
        Assert.Contains(kept, content => content.Contains("second", StringComparison.Ordinal));
        await lease.WriteSnapshotAsync("third"u8.ToArray(), default);
        Assert.DoesNotContain(await StoredContentsAsync(), content => content.Contains("first", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManySnapshots_LeaveNoGrowingPile()
    {
        await using (var lease = await Backend.AcquireAsync("staging", Request("ann"), default))
        {
            for (var i = 0; i < 10; i++)
            {
                await lease.WriteSnapshotAsync(Encoding.UTF8.GetBytes($"S{i}"), default);
                await lease.AppendAsync(Frame($"f{i}"), default);
            }
        }

        Assert.Equal("S9:f9", Text(await Backend.ReadAsync("staging", default)));
        Assert.InRange((await StoredContentsAsync()).Count, 2, 9);
    }

    [Theory]
    [InlineData("newer", "OPTA2102")]
    [InlineData("foreign", "OPTA2105")]
    [InlineData("another layer's", "OPTA2105")]
    [InlineData("corrupt", "OPTA2101")]
    [InlineData("truncated", "OPTA2101")]
    [InlineData("with a corrupt journal", "OPTA2101")]
    public async Task AStateThatIsNotOurs_OrDamaged_IsRefused_Untouched(string state, string code)
    {
        foreach (var key in new[] { "first", "second", "third" })
            await Engine().WriteOverlayAsync("staging", Entry(key));
        var stored = (await Backend.ReadAsync("staging", default))!;
        var snapshot = Encoding.UTF8.GetString(stored.Snapshot!.Value.Span);
        var journal = stored.Journal.ToArray();
        switch (state)
        {
            case "newer":
                snapshot = Replaced(snapshot, "\"format\":1", "\"format\":2");
                break;
            case "foreign":
                snapshot = Replaced(snapshot, "optaps-state", "other-state!");
                break;
            case "another layer's":
                snapshot = Replaced(snapshot, "\"layer\":\"staging\"", "\"layer\":\"stagine\"");
                break;
            case "corrupt":
                snapshot = Replaced(snapshot, "\"attempts\":0", "\"attempts\":1");
                break;
            case "truncated":
                snapshot = snapshot[..(snapshot.Length / 2)];
                break;
            default:
                journal[journal.Length / 3] ^= 1;
                break;
        }

        await using (var lease = await Backend.AcquireAsync("staging", Request("tamperer"), default))
        {
            await lease.WriteSnapshotAsync(Encoding.UTF8.GetBytes(snapshot), default);
            await lease.AppendAsync(journal, default);
        }

        Assert.Equal(code, (await Assert.ThrowsAsync<OptaException>(() => Engine().WriteOverlayAsync("staging", Entry("fourth")))).Diagnostics[0].Code);
        var after = (await Backend.ReadAsync("staging", default))!;
        Assert.Equal(snapshot, Encoding.UTF8.GetString(after.Snapshot!.Value.Span));
        Assert.Equal(journal, after.Journal.ToArray());
    }

    private static string Replaced(string text, string part, string by)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        return text.Replace(part, by, StringComparison.Ordinal);
    }

    private static Overlay.OverlayEntry Entry(string key) => new(key, 1, "c", "w", default);

    private LayerEngine Engine() => new([], Backend, new LayerEngineOptions { KeyWrapper = new OpenKey(), Time = Time, Holder = "ann@lab" });

    private sealed class OpenKey : IKeyWrapper
    {
        public string Kind => "test";

        public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, CancellationToken cancellationToken) => new(dataKey.ToArray());

        public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) => new(wrapped.ToArray());
    }

    /// <summary>Contents of everything that is stored, as text.</summary>
    internal abstract Task<IReadOnlyList<string>> StoredContentsAsync();

    /// <summary>
    /// Waits until the lease has half of its time left. A heartbeat's timer may have been armed after the clock moved, so a wait in vain moves the clock
    /// a little, but never to the lease's end: a holder that stops beating fails here.
    /// </summary>
    private async Task BeatAsync()
    {
        for (var i = 1; i <= 4000; i++)
        {
            var left = await Backend.ReadLeaseAsync("staging", default) is { } lease ? lease.Expires - Time.GetUtcNow() : TimeSpan.Zero;
            if (left >= LeaseTime / 2)
                return;
            await Task.Delay(5);
            if (i % 60 == 0 && left > LeaseTime / 6)
                Time.Advance(LeaseTime / 24);
        }

        Assert.Fail("no heartbeat was written");
    }
}

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>
/// A clock that only moves when somebody waits: each one-shot timer moves it to its due time at once. Periodic timers fire when the clock passes them.
/// With <see cref="AutoAdvance"/> off it moves by <see cref="Advance"/> only.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<VirtualTimer> timers = [];
    private DateTimeOffset now = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    internal bool AutoAdvance { get; set; } = true;

    /// <summary>When false, deadlines (cancellation after a time) do not move the clock; waits do.</summary>
    internal bool DeadlinesAdvance { get; set; } = true;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state), state is CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by) => AdvanceTo(GetUtcNow() + by);

    /// <summary>Moves the clock; true when a timer fired that somebody waits for. A heartbeat that came due on the way is not one.</summary>
    private bool AdvanceTo(DateTimeOffset target)
    {
        var fired = false;
        while (true)
        {
            VirtualTimer? next;
            lock (gate)
            {
                next = timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
                if (next is null)
                {
                    if (target > now)
                        now = target;
                    return fired;
                }

                if (next.Due > now)
                    now = next.Due!.Value;
                next.Due = next.Period > TimeSpan.Zero ? next.Due + next.Period : null;
                if (next.Due is null)
                    timers.Remove(next);
                fired |= IsWait(next);
            }

            next.Fire();
        }
    }

    // Every wait brings one advance along. Two advances may aim at the same timer; the one that comes too late must take the next
    // timer, or that one would never fire.
    private void AdvanceToNextWait()
    {
        while (NextWait() is { } due && !AdvanceTo(due))
        {
            // Somebody else fired it.
        }
    }

    private DateTimeOffset? NextWait()
    {
        lock (gate)
            return timers.Where(IsWait).Min(timer => timer.Due);
    }

    private bool IsWait(VirtualTimer timer) => timer.Period <= TimeSpan.Zero && (DeadlinesAdvance || !timer.IsDeadline);

    private sealed class VirtualTimer(VirtualTime clock, Action fire, bool deadline) : ITimer
    {
        internal bool IsDeadline => deadline;

        internal DateTimeOffset? Due { get; set; }

        internal TimeSpan Period { get; private set; }

        internal void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool waits;
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                Period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.now + dueTime;
                if (Due is not null)
                    clock.timers.Add(this);
                waits = Due is not null && clock.IsWait(this);
            }

            // Also when another wait's advance has fired this timer meanwhile: that one's own timer is now left to this advance.
            if (waits && clock.AutoAdvance)
                ThreadPool.QueueUserWorkItem(_ => clock.AdvanceToNextWait());
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

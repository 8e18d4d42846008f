namespace OptaPS.Engine.Tests.Doubles;

/// <summary>Another clock on a machine whose clock is set: durations and timers go on as they do.</summary>
internal sealed class ShiftedTime(TimeProvider inner) : TimeProvider
{
    /// <summary>How far the clock is ahead of the other one.</summary>
    internal TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Ahead;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}

namespace OptaPS.Engine.Timing;

/// <summary>
/// The time of one piece of work: the clock is read when it begins, and from then on only goes on as long as things take. Differences between its
/// moments are durations also when the machine's clock is set meanwhile.
/// </summary>
/// <param name="inner">Where clock, durations and timers come from.</param>
public sealed class SteadyTime(TimeProvider inner) : TimeProvider
{
    private readonly DateTimeOffset began = inner.GetUtcNow();
    private readonly long start = inner.GetTimestamp();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => began + inner.GetElapsedTime(start);

    /// <inheritdoc/>
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}

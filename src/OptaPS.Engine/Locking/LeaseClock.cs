namespace OptaPS.Engine.Locking;

/// <summary>
/// Until when a holder's lease lasts, for others to read. A holder's clock that is set back does not make its lease look over; one that went on while
/// the machine slept does not, either.
/// </summary>
/// <param name="time">The holder's clock.</param>
/// <param name="acquired">When the lease was taken.</param>
internal sealed class LeaseClock(TimeProvider time, DateTimeOffset acquired)
{
    private readonly long taken = time.GetTimestamp();

    /// <summary>The end of a lease that is renewed now.</summary>
    public DateTimeOffset EndAfter(TimeSpan leaseTime)
    {
        var (clock, steady) = (time.GetUtcNow(), acquired + time.GetElapsedTime(taken));
        return (clock > steady ? clock : steady) + leaseTime;
    }
}

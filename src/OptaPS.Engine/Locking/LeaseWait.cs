namespace OptaPS.Engine.Locking;

/// <summary>
/// Decides how long a lock is waited for. The lock of a run that was killed ends by itself, so the next run only has to wait; a holder that renews its
/// lock, or whose process is there on this host, is alive, and waiting for it would make two commands run one after the other unasked.
/// </summary>
internal sealed class LeaseWait(LeaseRequest request, TimeProvider time)
{
    private const int MostFree = 10;

    private readonly long start = time.GetTimestamp();
    private LeaseInfo? first;
    private int free;

    /// <summary>Whether to look again in a while.</summary>
    /// <param name="held">The lock that is in the way; null when it is not known.</param>
    public bool GoesOn(LeaseInfo? held)
    {
        if (time.GetElapsedTime(start) >= request.Wait)
            return false;

        // Given back between two looks; or given back by a process that has the state open yet, which is a matter of moments.
        if (held is null || held.Released)
            return ++free < MostFree;
        if (request.IsAlive(held))
            return false;
        if (first is null)
        {
            first = held;
            request.Waiting?.Invoke(held);
        }

        return held.Fence == first.Fence && held.Expires == first.Expires;
    }
}

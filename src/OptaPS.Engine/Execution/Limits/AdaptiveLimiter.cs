namespace OptaPS.Engine.Execution.Limits;

/// <summary>
/// Bounds the operations that are under way for one account, region and service: additive increase on success, halving on throttling.
/// The most urgent waiter goes first.
/// </summary>
internal sealed class AdaptiveLimiter(int most, TimeProvider time)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (long Urgency, long Order)> waiting = new();
    private double limit = most;
    private int running;
    private long order;
    private long? lastDecrease;

    /// <summary>How many operations may be under way now.</summary>
    internal int Limit
    {
        get
        {
            lock (gate)
                return (int)limit;
        }
    }

    /// <summary>Waits for a slot; give it back with <see cref="Release"/>.</summary>
    internal async Task AcquireAsync(long urgency, CancellationToken cancellationToken)
    {
        TaskCompletionSource slot;
        lock (gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (running < (int)limit && waiting.Count == 0)
            {
                running++;
                return;
            }

            slot = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(slot, (-urgency, order++));
        }

        await using var registration = cancellationToken.Register(() => slot.TrySetCanceled(cancellationToken));
        await slot.Task;
    }

    /// <summary>Gives a slot back.</summary>
    internal void Release()
    {
        lock (gate)
        {
            running--;
            Admit();
        }
    }

    /// <summary>A call was answered without throttling.</summary>
    internal void Succeeded()
    {
        lock (gate)
        {
            limit = Math.Min(most, limit + 1 / limit);
            Admit();
        }
    }

    /// <summary>A call was throttled. Several within a second count once: they are answers to the same burst.</summary>
    internal void Throttled()
    {
        lock (gate)
        {
            if (lastDecrease is { } last && time.GetElapsedTime(last) < Settling)
                return;
            lastDecrease = time.GetTimestamp();
            limit = Math.Max(1, limit / 2);
        }
    }

    private void Admit()
    {
        while (running < (int)limit && waiting.TryDequeue(out var slot, out _))
        {
            if (slot.TrySetResult())
                running++;
        }
    }
}

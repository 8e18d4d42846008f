namespace OptaPS.Engine.Execution.Limits;

/// <summary>
/// Bounds the operations that are under way for one account, region and service, and paces their calls to what the service takes. An operation
/// that is under way costs the service nothing but its polls, so throttling slows calls down and leaves operations alone. The most urgent waiter goes first.
/// </summary>
internal sealed class AdaptiveLimiter(int most, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (long Urgency, long Order)> waiting = new();
    private int running;
    private long order;

    /// <summary>Paces the calls of the operations.</summary>
    internal CallPacer Calls { get; } = new(time);

    /// <summary>Waits for a slot; give it back with <see cref="Release"/>.</summary>
    internal async Task AcquireAsync(long urgency, CancellationToken cancellationToken)
    {
        TaskCompletionSource slot;
        lock (gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (running < most && waiting.Count == 0)
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

    private void Admit()
    {
        while (running < most && waiting.TryDequeue(out var slot, out _))
        {
            if (slot.TrySetResult())
                running++;
        }
    }
}

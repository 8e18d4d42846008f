namespace OptaPS.Engine.Execution.Limits;

/// <summary>Lets calls to one account, region and service go at the rate that the service takes; of those that wait the most urgent goes first.</summary>
internal sealed class CallPacer(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly CallRate rate = new();
    private readonly PriorityQueue<TaskCompletionSource<double>, (long Urgency, long Order)> waiting = new();
    private readonly long origin = time.GetTimestamp();
    private long order;
    private bool pumping;

    private double Now => time.GetElapsedTime(origin).TotalSeconds;

    /// <summary>Waits until a call may go.</summary>
    /// <returns>When it went, for <see cref="Taken"/> and <see cref="Throttled"/>.</returns>
    internal async Task<double> WaitAsync(long urgency, CancellationToken cancellationToken)
    {
        TaskCompletionSource<double> turn;
        lock (gate)
        {
            var now = Now;
            if (waiting.Count == 0 && rate.Next(now) <= now)
            {
                rate.Sent(now, waited: false);
                return now;
            }

            turn = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn, (-urgency, order++));
            if (!pumping)
            {
                pumping = true;
                _ = PumpAsync();
            }
        }

        await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        return await turn.Task;
    }

    /// <summary>A call was answered without throttling.</summary>
    internal void Taken(double sent)
    {
        lock (gate)
            rate.Taken(sent, Now);
    }

    /// <summary>A call was throttled.</summary>
    internal void Throttled(double sent)
    {
        lock (gate)
            rate.Throttled(sent, Now);
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            TimeSpan pause;
            lock (gate)
            {
                var now = Now;
                while (waiting.Count > 0 && rate.Next(now) <= now)
                {
                    if (waiting.Dequeue().TrySetResult(now))
                        rate.Sent(now, waited: true);
                }

                if (waiting.Count == 0)
                {
                    pumping = false;
                    return;
                }

                pause = TimeSpan.FromSeconds(Math.Max(0.001, rate.Next(now) - now));
            }

            await Task.Delay(pause, time);
        }
    }
}

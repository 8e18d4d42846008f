namespace OptaPS.Engine.Execution.Limits;

/// <summary>
/// Finds out how many calls a second a service takes. Nothing is held back until the service throttles. Then calls pause for a second, the rate
/// begins at what was taken and grows quickly until the service throttles again; from there it follows a cubic curve over calls: a little below the rate
/// that was too much, flat around it, then faster, so that a limit that was raised is found again. Not thread-safe; times are seconds of one clock.
/// </summary>
internal sealed class CallRate
{
    /// <summary>Calls until the curve is back at the rate that was too much.</summary>
    private const double Plateau = 50;

    /// <summary>How far below that rate the curve begins.</summary>
    private const double Depth = 0.08;

    /// <summary>The rate that is thought to be too much, of the one that was throttled.</summary>
    private const double Decrease = 0.97;

    /// <summary>The slowest rate: one call in five seconds.</summary>
    private const double Least = 0.2;

    /// <summary>Growth with a call while the limit is searched for, and how much that may be in a second.</summary>
    private const double SearchStep = 1.10;
    private const double SearchPerSecond = 2;

    private const double Pause = 1;
    private const double EarlyWindow = 2;

    /// <summary>When nothing was throttled or held back for so long, the limit is forgotten.</summary>
    private const double Memory = 120;

    private readonly Queue<double> early = new();
    private Phase phase;
    private double tooMuch;
    private double since;
    private double next;
    private double last;
    private double lastBound;
    private double? firstSent;
    private int calls;
    private int taken;
    private int throttled;

    private enum Phase
    {
        Free,
        Paused,
        Search,
        Curve,
    }

    /// <summary>Calls a second that are let through; infinite as long as the service did not throttle.</summary>
    internal double PerSecond { get; private set; } = double.PositiveInfinity;

    /// <summary>When the next call may go, not before <paramref name="now"/>.</summary>
    internal double Next(double now)
    {
        if (phase != Phase.Free && now - lastBound > Memory)
        {
            phase = Phase.Free;
            PerSecond = double.PositiveInfinity;
            early.Clear();
        }

        return phase == Phase.Free ? now : Math.Max(now, next);
    }

    /// <summary>A call goes.</summary>
    /// <param name="now">When.</param>
    /// <param name="waited">True when it had to wait for its turn: only then does the service's limit bound the work, and only then is more tried.</param>
    internal void Sent(double now, bool waited)
    {
        if (phase == Phase.Free)
            return;
        if (waited)
            lastBound = now;
        if (phase == Phase.Paused)
        {
            phase = Phase.Search;
            PerSecond = Math.Max(1, early.Count);
            Observe(now);
        }
        else if (waited && phase == Phase.Search)
        {
            PerSecond *= Math.Min(SearchStep, Math.Pow(SearchPerSecond, Math.Min(1, now - last)));
        }
        else if (waited)
        {
            var place = (++calls - Plateau) / Plateau;
            PerSecond = Math.Max(Least, tooMuch * (1 + Depth * place * place * place));
        }

        // One interval may be made up for, so that late timers cost no throughput.
        last = now;
        var interval = 1 / PerSecond;
        next = Math.Max(next, now - interval) + interval;
    }

    /// <summary>The service took a call.</summary>
    /// <param name="sent">When it was sent.</param>
    /// <param name="now">When the answer came.</param>
    internal void Taken(double sent, double now)
    {
        if (phase is Phase.Free or Phase.Paused)
        {
            early.Enqueue(now);
            while (early.TryPeek(out var oldest) && now - oldest > EarlyWindow)
                early.Dequeue();
        }
        else if (sent >= since)
        {
            firstSent ??= sent;
            taken++;
        }
    }

    /// <summary>The service throttled a call.</summary>
    /// <param name="sent">When it was sent.</param>
    /// <param name="now">When the answer came.</param>
    internal void Throttled(double sent, double now)
    {
        lastBound = now;
        if (phase == Phase.Free)
        {
            phase = Phase.Paused;
            next = now + Pause;
            return;
        }

        // Answers to calls that went before the last decrease say nothing about the rate since.
        if (phase == Phase.Paused || sent < since)
            return;
        firstSent ??= sent;
        throttled++;
        tooMuch = Math.Max(Least, Estimate(now));
        PerSecond = Math.Max(Least, tooMuch * (1 - Depth));
        phase = Phase.Curve;
        calls = 0;
        Observe(now);
        next = Math.Max(next, now + 1 / PerSecond);
    }

    private double Estimate(double now)
    {
        var answers = taken + throttled;
        var guess = phase == Phase.Search ? PerSecond / 1.2 : PerSecond * (answers < 8 ? 0.85 : Decrease);
        var span = now - firstSent!.Value;
        return answers >= 8 && throttled > answers * 0.15 && span > 0.5 ? Math.Min(guess, taken / span) : guess;
    }

    private void Observe(double now)
    {
        since = now;
        last = now;
        firstSent = null;
        taken = 0;
        throttled = 0;
    }
}

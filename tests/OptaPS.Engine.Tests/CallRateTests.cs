using OptaPS.Engine.Execution.Limits;
using OptaPS.Engine.Tests.Doubles;

namespace OptaPS.Engine.Tests;

/// <summary>
/// The pace of calls against simulated services: a store of <c>burst</c> calls that fills up at <c>rate</c> calls a second. Time is simulated,
/// so figures are the same on every machine.
/// </summary>
public sealed class CallRateTests
{
    public static TheoryData<double, double, int, double> Services
    {
        get
        {
            var data = new TheoryData<double, double, int, double>();
            foreach (var (rate, burst) in new (double, double)[] { (5, 5), (10, 20), (50, 100), (2, 1), (2, 10), (20, 20) })
            {
                foreach (var workers in new[] { 5, 16, 32 })
                {
                    foreach (var latency in new[] { 0.05, 0.1 })
                    {
                        if (workers / latency >= rate * 1.5)
                            data.Add(rate, burst, workers, latency);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void AThrottledService_IsUsedToNineTenthsOfItsRate_WithFewThrottledCalls(double rate, double burst, int workers, double latency)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var outcome = new Simulation(rate, burst, latency, seed).Run(workers, 1500);
            Assert.True(outcome.Reached >= 0.9, $"seed {seed}: reached {outcome.Reached:P1} of the rate");
            Assert.True(outcome.Throttled < 0.05, $"seed {seed}: {outcome.Throttled:P1} of the calls were throttled");
        }
    }

    [Fact]
    public void ALimitThatIsRaisedOrLowered_IsFoundAgain()
    {
        var raised = new Simulation(5, 5, 0.1, 1) { ChangeAt = 100, RateAfter = 20 }.Run(16, 3000);
        Assert.True(raised.Seconds < (500 + (2500 / 20.0)) / 0.8, $"{raised.Seconds} s");
        var lowered = new Simulation(20, 20, 0.1, 1) { ChangeAt = 30, RateAfter = 4 }.Run(16, 1500);
        Assert.True(lowered.Throttled < 0.08, $"{lowered.Throttled:P1}");
    }

    [Fact]
    public void AServiceThatDoesNotThrottle_IsNeverHeldBack()
    {
        var rate = new CallRate();
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(i * 0.001, rate.Next(i * 0.001));
            rate.Sent(i * 0.001, waited: false);
            rate.Taken(i * 0.001, (i * 0.001) + 0.1);
        }
    }

    [Fact]
    public async Task OfThoseThatWait_TheMostUrgentGoesFirst_AndOneThatGaveUpCostsNoTurn()
    {
        var time = new VirtualTime { AutoAdvance = false };
        var pacer = new CallPacer(time);
        pacer.Throttled(await pacer.WaitAsync(0, default));
        var order = new List<string>();
        using var stop = new CancellationTokenSource();
        var low = NoteAsync(1, "low", default);
        var gone = NoteAsync(9, "gone", stop.Token);
        var high = NoteAsync(5, "high", default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        for (var i = 0; i < 2000 && !low.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(1);
        }

        await Task.WhenAll(low, high);
        Assert.Equal(["high", "low"], order);

        async Task NoteAsync(long urgency, string name, CancellationToken token)
        {
            await pacer.WaitAsync(urgency, token);
            lock (order)
                order.Add(name);
        }
    }

    private sealed record Outcome(double Reached, double Throttled, double Seconds);

    private sealed class Simulation(double ratePerSecond, double burst, double latency, int seed)
    {
        private readonly PriorityQueue<Action, (double Time, int Order)> events = new();
        private readonly Queue<double> waiting = new();
        private readonly Random random = new(seed);
        private readonly CallRate rate = new();
        private double now;
        private double? tokens;
        private double filled;
        private double lastTaken;
        private int order;
        private int taken;
        private int throttled;
        private int started;
        private bool timer;

        internal double ChangeAt { get; init; } = double.PositiveInfinity;

        internal double RateAfter { get; init; }

        internal Outcome Run(int workers, int calls)
        {
            for (; started < workers; started++)
                waiting.Enqueue(0);
            Pump();
            while (events.TryDequeue(out var next, out var at))
            {
                now = at.Time;
                next();
                Pump();
            }

            return new Outcome(taken / lastTaken / ratePerSecond, throttled / (double)(taken + throttled), lastTaken);

            void Answer(double sent, bool accepted)
            {
                if (!accepted)
                {
                    throttled++;
                    rate.Throttled(sent, now);
                    At(now + 1 + (random.NextDouble() * 2), () => waiting.Enqueue(now));
                    return;
                }

                taken++;
                lastTaken = now;
                rate.Taken(sent, now);
                if (started++ < calls)
                    waiting.Enqueue(now);
            }

            void Pump()
            {
                while (waiting.Count > 0 && rate.Next(now) <= now)
                {
                    var since = waiting.Dequeue();
                    rate.Sent(now, since < now);
                    tokens = Math.Min(burst, (tokens ?? burst) + ((now - filled) * (now < ChangeAt ? ratePerSecond : RateAfter)));
                    filled = now;
                    var accepted = tokens >= 1;
                    tokens -= accepted ? 1 : 0;
                    var sent = now;
                    At(now + (latency * (0.5 + random.NextDouble())), () => Answer(sent, accepted));
                }

                if (waiting.Count > 0 && !timer)
                {
                    timer = true;
                    At(Math.Max(rate.Next(now), now + 1e-6), () => timer = false);
                }
            }
        }

        private void At(double time, Action action) => events.Enqueue(action, (time, order++));
    }
}

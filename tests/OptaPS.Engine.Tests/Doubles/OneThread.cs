using System.Collections.Concurrent;

namespace OptaPS.Engine.Tests.Doubles;

/// <summary>Runs everything that a test awaits on one thread, so that the test can let the code under test come to rest between two steps.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> work = [];

    public override void Post(SendOrPostCallback d, object? state) => work.Add((d, state));

    /// <summary>Runs <paramref name="test"/> with this context in place.</summary>
    internal static void Run(Action<OneThread> test)
    {
        var before = Current;
        var one = new OneThread();
        SetSynchronizationContext(one);
        try
        {
            test(one);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs what is due until a condition holds.</summary>
    internal void Until(Func<bool> condition)
    {
        while (!condition())
        {
            if (!work.TryTake(out var item, TimeSpan.FromSeconds(30)))
                throw new TimeoutException("Nothing happens any more and the condition does not hold.");
            item.Callback(item.State);
        }
    }

    /// <summary>Runs what is due now, until nothing is.</summary>
    internal void Drain()
    {
        while (work.TryTake(out var item))
            item.Callback(item.State);
    }
}

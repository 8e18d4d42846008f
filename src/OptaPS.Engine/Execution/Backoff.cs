namespace OptaPS.Engine.Execution;

/// <summary>Waits between attempts: decorrelated jitter between a first and a longest wait.</summary>
internal sealed class Backoff
{
    private readonly TimeSpan first;
    private readonly TimeSpan longest;
    private readonly Func<double> random;
    private TimeSpan next;

    /// <param name="first">The first wait, and the least one.</param>
    /// <param name="longest">The longest wait.</param>
    /// <param name="random">Numbers from 0 to 1.</param>
    internal Backoff(TimeSpan first, TimeSpan longest, Func<double> random)
    {
        this.first = first;
        this.longest = longest;
        this.random = random;
        next = first;
    }

    internal TimeSpan Next()
    {
        var wait = next;
        var spread = first + (next * 3 - first) * random();
        next = spread < longest ? spread : longest;
        return wait;
    }
}

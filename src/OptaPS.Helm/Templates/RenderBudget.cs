using System.Diagnostics;

namespace OptaPS.Helm.Templates;

/// <summary>What is left of the limits of one rendering.</summary>
internal sealed class RenderBudget(long maximumCharacters, TimeSpan maximumTime, CancellationToken cancellationToken)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TimeSpan worked = Environment.CpuUsage.TotalTime;
    private long used;
    private int steps;

    public void Charge(long characters)
    {
        used += characters;
        if (used > maximumCharacters)
        {
            throw new LimitException("OPTA5021", $"rendering made more than {maximumCharacters} characters of text");
        }
    }

    /// <summary>Called for each node; looks at the clock now and then.</summary>
    public void Step()
    {
        if ((++steps & 0xFF) != 0)
        {
            return;
        }
        cancellationToken.ThrowIfCancellationRequested();
        // A machine that is busy with other work must not make a chart fail: the process has to have worked for half of that time, too.
        if (Stopwatch.GetElapsedTime(started) > maximumTime && Environment.CpuUsage.TotalTime - worked > maximumTime / 2)
        {
            throw new LimitException("OPTA5022", $"rendering took longer than {maximumTime.TotalSeconds:0.#} s");
        }
    }
}

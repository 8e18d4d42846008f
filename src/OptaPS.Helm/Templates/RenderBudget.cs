using System.Diagnostics;

namespace OptaPS.Helm.Templates;

/// <summary>What is left of the limits of one rendering.</summary>
internal sealed class RenderBudget(long maximumCharacters, TimeSpan maximumTime, CancellationToken cancellationToken)
{
    private readonly long started = Stopwatch.GetTimestamp();
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
        if (Stopwatch.GetElapsedTime(started) > maximumTime)
        {
            throw new LimitException("OPTA5022", $"rendering took longer than {maximumTime.TotalSeconds:0.#} s");
        }
    }
}

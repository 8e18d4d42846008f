namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>The system clock with simulated durations shortened by a factor.</summary>
internal sealed class ScaledClock(double scale) : ISandboxClock
{
    public double Scale { get; } = scale > 0 ? scale : throw new ArgumentOutOfRangeException(nameof(scale));

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task DelayAsync(TimeSpan simulated, CancellationToken ct) => Task.Delay(simulated / Scale, ct);
}

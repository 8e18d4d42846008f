using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Hosting;

/// <summary>Real time stamps with simulated durations shortened by a factor that can change while the sandbox runs.</summary>
internal sealed class SandboxClock : ISandboxClock
{
    private double _scale;

    public SandboxClock(double scale) => Scale = scale;

    public double Scale
    {
        get => Volatile.Read(ref _scale);
        set => Volatile.Write(ref _scale, value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The time scale must be above zero."));
    }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public TimeSpan Real(TimeSpan simulated) => simulated / Scale;

    public Task DelayAsync(TimeSpan simulated, CancellationToken ct) => Task.Delay(Real(simulated), ct);
}

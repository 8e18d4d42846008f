using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>A clock that stands still, so that whatever was recorded within one second happens within one; durations are real.</summary>
internal sealed class StandingClock : ISandboxClock
{
    public double Scale => 1;

    public DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    public Task DelayAsync(TimeSpan simulated, CancellationToken ct) => Task.Delay(simulated, ct);
}

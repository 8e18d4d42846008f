using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Conformance.Tests.Kubernetes;

/// <summary>A clock in real time that stands at the 54th second of a minute when it is made, so that what happens at full minutes happens soon.</summary>
internal sealed class LateMinuteClock : ISandboxClock
{
    private readonly TimeSpan ahead = TimeSpan.FromSeconds((114 - DateTimeOffset.UtcNow.Second) % 60);

    public double Scale => 1;

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ahead;

    public Task DelayAsync(TimeSpan simulated, CancellationToken ct) => Task.Delay(simulated, ct);
}

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Time of the emulated world: simulated durations are divided by <see cref="Scale"/>; time stamps stay real.</summary>
internal interface ISandboxClock
{
    /// <summary>How much faster than real time the emulated world runs; 1 is real time.</summary>
    double Scale { get; }

    /// <summary>Real time now, used for time stamps and certificates.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Waits for a simulated duration.</summary>
    Task DelayAsync(TimeSpan simulated, CancellationToken ct);
}

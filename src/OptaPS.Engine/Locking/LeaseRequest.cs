namespace OptaPS.Engine.Locking;

/// <summary>Asks for a lock.</summary>
/// <param name="Holder">Who asks, in words.</param>
/// <param name="Operation">What for.</param>
/// <param name="LeaseTime">How long the lock lasts without a heartbeat.</param>
/// <param name="Wait">How long to wait for the end of a lock whose holder gives no sign of life; zero fails at once. One that is renewed is never waited for.</param>
public sealed record LeaseRequest(string Holder, string Operation, TimeSpan LeaseTime, TimeSpan Wait)
{
    /// <summary>Told of the lock that is waited for, once, before the wait begins.</summary>
    public Action<LeaseInfo>? Waiting { get; init; }

    /// <summary>Whether a holder is known to be alive without a sign from it; by default when its process is there on this host.</summary>
    public Func<LeaseInfo, bool> IsAlive { get; init; } = HolderProcess.IsThere;
}

namespace OptaPS.Engine.Locking;

/// <summary>Asks for a lock.</summary>
/// <param name="Holder">Who asks, in words.</param>
/// <param name="Operation">What for.</param>
/// <param name="LeaseTime">How long the lock lasts without a heartbeat.</param>
/// <param name="Wait">How long to wait for another holder; zero fails at once.</param>
public sealed record LeaseRequest(string Holder, string Operation, TimeSpan LeaseTime, TimeSpan Wait);

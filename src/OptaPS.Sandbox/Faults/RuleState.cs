namespace OptaPS.Sandbox.Faults;

/// <summary>A rule as it is kept over restarts: its rank, itself, how many requests matched it, and how often its generator was asked.</summary>
internal sealed record RuleState(int Order, FaultRule Rule, int Seen, int Draws);

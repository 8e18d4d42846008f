namespace OptaPS.Objects;

/// <summary>Why calls on an edge of a sandbox's traffic were refused.</summary>
/// <param name="Reason">The policy, route or missing object that refused, in words.</param>
/// <param name="Count">How many calls it refused.</param>
/// <param name="Last">When it refused last.</param>
public sealed record SandboxRefusal(string Reason, long Count, DateTimeOffset Last);

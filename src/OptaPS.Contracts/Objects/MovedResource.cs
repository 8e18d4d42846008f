namespace OptaPS.Objects;

/// <summary>A recorded resource that has another address now.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="From">The former address.</param>
/// <param name="Address">The address now.</param>
public sealed record MovedResource(string EnvironmentName, string? ServiceName, string From, string Address);

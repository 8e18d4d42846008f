namespace OptaPS.Objects;

/// <summary>A recorded resource whose protection was set or lifted.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null.</param>
/// <param name="Address">The resource.</param>
/// <param name="Protected">True when it is neither replaced nor deleted any more.</param>
public sealed record ProtectedResource(string EnvironmentName, string? ServiceName, string Address, bool Protected)
{
    /// <summary>True when the cloud's own lock against deletion was set, or lifted, with it; false where the type has none.</summary>
    public bool CloudLock { get; init; }
}

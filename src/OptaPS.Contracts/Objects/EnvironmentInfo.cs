namespace OptaPS.Objects;

/// <summary>An environment that has state.</summary>
/// <param name="EnvironmentName">Its name.</param>
/// <param name="Organization">The organisation's name.</param>
/// <param name="Target">Where it lives: <c>cloud</c> or <c>sandbox:name</c>.</param>
public sealed record EnvironmentInfo(string EnvironmentName, string Organization, string Target)
{
    /// <summary>Ready when the last run finished everything, Incomplete when something is open, Unreadable when its state is damaged or of a newer version.</summary>
    public string Status { get; init; } = "Ready";

    /// <summary>aws, gcp, azure, local or kubernetes.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The region, or empty.</summary>
    public string Region { get; init; } = "";

    /// <summary>Resources in state.</summary>
    public int Resources { get; init; }

    /// <summary>Names of the services deployed into it.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>The mesh installed, or empty.</summary>
    public string Mesh { get; init; } = "";

    /// <summary>When the mesh's trust anchor expires.</summary>
    public DateTimeOffset? TrustAnchorExpires { get; init; }

    /// <summary>When the mesh's issuer certificate expires.</summary>
    public DateTimeOffset? IssuerExpires { get; init; }

    /// <summary>End of the last run that changed state.</summary>
    public DateTimeOffset? LastChanged { get; init; }

    /// <summary>Path of the environment file used last.</summary>
    public string? Path { get; init; }
}

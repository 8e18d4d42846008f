namespace OptaPS.Objects;

/// <summary>The mesh of an environment.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="Mesh">The mesh's name, for example <c>linkerd</c>.</param>
/// <param name="Status">Ready or NotReady.</param>
public sealed record MeshInfo(string EnvironmentName, string Mesh, string Status)
{
    /// <summary>Version of the control plane's chart.</summary>
    public string Version { get; init; } = "";

    /// <summary>When the trust anchor expires.</summary>
    public DateTimeOffset? TrustAnchorExpires { get; init; }

    /// <summary>When the issuer certificate expires.</summary>
    public DateTimeOffset? IssuerExpires { get; init; }

    /// <summary>What the run did.</summary>
    public ApplyResult? Result { get; init; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}

using System.Security.Cryptography.X509Certificates;

namespace OptaPS.Kubernetes.Connections;

/// <summary>A connection with everything resolved: what the transport needs. Holds secrets; never stored.</summary>
/// <param name="Endpoint">The API server.</param>
/// <param name="Credentials">Makes tokens and client certificates.</param>
internal sealed record ConnectionSettings(Uri Endpoint, IClusterCredentials Credentials)
{
    /// <summary>Trusted authorities, or null for the system's.</summary>
    public X509Certificate2Collection? Trust { get; init; }

    /// <summary>True when <see cref="Trust"/> comes on top of the system's trust.</summary>
    public bool TrustSystemToo { get; init; }

    public string? TlsServerName { get; init; }

    public bool SkipTlsVerification { get; init; }

    public Uri? Proxy { get; init; }

    public string DefaultNamespace { get; init; } = "default";

    /// <summary>Impersonation headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

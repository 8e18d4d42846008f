namespace OptaPS.Objects;

/// <summary>A deployed service module and how it is doing.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service (the name in its file, and its namespace).</param>
/// <param name="ModuleName">The module (the name of its Deployment and Service).</param>
public sealed record ServiceInfo(string EnvironmentName, string ServiceName, string ModuleName)
{
    /// <summary>Ready, Progressing, Degraded or Missing.</summary>
    public string Status { get; init; } = "Missing";

    /// <summary>Why it is not ready, in words; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The image that the Deployment asks for.</summary>
    public string Image { get; init; } = "";

    /// <summary>Pods wanted.</summary>
    public int Replicas { get; init; }

    /// <summary>Pods ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>True when every pod carries the mesh's proxy.</summary>
    public bool Meshed { get; init; }

    /// <summary>When the mesh's issuer certificate expires; null without a mesh.</summary>
    public DateTimeOffset? IssuerExpires { get; init; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}

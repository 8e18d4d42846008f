using System.Text.Json.Nodes;

namespace OptaPS.Modules.Gateway;

/// <summary>How an environment's entry is set up.</summary>
internal sealed record EntryOptions
{
    /// <summary>Copies of the proxy: 1, or 3 for high availability.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Names that the self-signed certificate carries.</summary>
    public required IReadOnlyList<string> DnsNames { get; init; }

    /// <summary>The domain that the entry answers for by a certificate of the cloud's load balancer, or null.</summary>
    public string? Domain { get; init; }

    /// <summary>Annotations of the load balancer's Service; at most eight, which is all that Gateway API takes.</summary>
    public JsonObject Annotations { get; init; } = [];
}

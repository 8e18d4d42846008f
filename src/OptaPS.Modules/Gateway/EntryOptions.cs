using System.Text.Json.Nodes;

namespace OptaPS.Modules.Gateway;

/// <summary>How an environment's entry is set up.</summary>
internal sealed record EntryOptions
{
    /// <summary>Copies of the proxy: 1, or 3 for high availability.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Names that the self-signed certificate carries.</summary>
    public required IReadOnlyList<string> DnsNames { get; init; }

    /// <summary>Annotations of the load balancer's Service.</summary>
    public JsonObject Annotations { get; init; } = [];
}

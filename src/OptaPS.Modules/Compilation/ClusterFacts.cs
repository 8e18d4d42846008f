using System.Text.Json.Nodes;

namespace OptaPS.Modules.Compilation;

/// <summary>What modules inside a cluster need to know about it; values are expressions when the cluster is of the same layer.</summary>
internal sealed record ClusterFacts
{
    /// <summary>The secret-free connection document.</summary>
    public required JsonObject Connection { get; init; }

    /// <summary>The cluster's name, or null for a cluster that has none for us.</summary>
    public JsonNode? Name { get; init; }

    /// <summary>The mesh's name, or null.</summary>
    public string? Mesh { get; init; }

    /// <summary>The entry gateway's name, or null when there is no entry.</summary>
    public string? GatewayName { get; init; }

    /// <summary>The entry gateway's namespace.</summary>
    public string? GatewayNamespace { get; init; }

    /// <summary>What must be there before anything is put into the cluster.</summary>
    public IReadOnlyList<ResourceHandle> Ready { get; init; } = [];

    /// <summary>A copy of the connection, to be placed in a node.</summary>
    public JsonObject Connect() => Connection.DeepClone().AsObject();
}

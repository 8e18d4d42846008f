namespace OptaPS.Objects;

/// <summary>One edge of the traffic in a sandbox's cluster: calls from one workload to another since the cluster started.</summary>
/// <param name="Sandbox">Name of the sandbox.</param>
/// <param name="Cluster">Name of the cluster.</param>
/// <param name="Source">Calling workload as <c>namespace/name</c>, or <c>outside</c>.</param>
/// <param name="Destination">Called service as <c>namespace/name</c>.</param>
public sealed record SandboxTraffic(string Sandbox, string Cluster, string Source, string Destination)
{
    /// <summary>HTTP, HTTP/2 or gRPC.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>How many calls there were, refused ones included.</summary>
    public long Requests { get; init; }

    /// <summary>Share of calls answered without a failure of the server's side, from 0 to 1.</summary>
    public double SuccessRate { get; init; }

    /// <summary>Median latency in milliseconds.</summary>
    public double LatencyP50 { get; init; }

    /// <summary>95th percentile of latency in milliseconds.</summary>
    public double LatencyP95 { get; init; }

    /// <summary>99th percentile of latency in milliseconds.</summary>
    public double LatencyP99 { get; init; }

    /// <summary>Whether both ends are in the mesh and proved who they are.</summary>
    public bool MutualTls { get; init; }

    /// <summary>Mesh identity of the caller, or null outside the mesh.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>Mesh identity of the called pods, or null outside the mesh.</summary>
    public string? DestinationIdentity { get; init; }

    /// <summary>Why calls were refused.</summary>
    public IReadOnlyList<SandboxRefusal> Refusals { get; init; } = [];
}

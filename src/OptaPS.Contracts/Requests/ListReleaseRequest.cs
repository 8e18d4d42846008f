using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists the releases of a cluster, uninstalled and pending ones included.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Cluster">The cluster.</param>
public sealed record ListReleaseRequest(OperationTarget Target, ClusterChoice Cluster) : IOperationRequest<IReadOnlyList<ReleaseView>>
{
    /// <summary>One namespace, or null for all.</summary>
    public string? Namespace { get; init; }
}

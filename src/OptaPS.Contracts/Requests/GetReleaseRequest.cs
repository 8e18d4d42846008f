using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Reads a release with the contents of its record.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The release's namespace; null for the context's.</param>
/// <param name="Release">The release's name.</param>
public sealed record GetReleaseRequest(OperationTarget Target, ClusterChoice Cluster, string? Namespace, string Release) : IOperationRequest<ReleaseView>
{
    /// <summary>The revision; 0 for the newest.</summary>
    public int Revision { get; init; }
}

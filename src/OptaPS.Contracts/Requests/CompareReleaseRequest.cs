using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Compares two recorded revisions of a release, object by object.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The release's namespace; null for the context's.</param>
/// <param name="Release">The release's name.</param>
public sealed record CompareReleaseRequest(OperationTarget Target, ClusterChoice Cluster, string? Namespace, string Release) : IOperationRequest<IReadOnlyList<ReleaseChange>>
{
    /// <summary>The revision compared from; 0 for the one before <see cref="To"/>.</summary>
    public int From { get; init; }

    /// <summary>The revision compared to; 0 for the newest.</summary>
    public int To { get; init; }
}

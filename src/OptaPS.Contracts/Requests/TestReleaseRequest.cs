using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Runs the test hooks of a release's newest revision.</summary>
/// <param name="Target">Where to work.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The release's namespace; null for the context's.</param>
/// <param name="Release">The release's name.</param>
public sealed record TestReleaseRequest(OperationTarget Target, ClusterChoice Cluster, string? Namespace, string Release) : IOperationRequest<IReadOnlyList<ReleaseTest>>
{
    /// <summary>The longest time for each test.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}

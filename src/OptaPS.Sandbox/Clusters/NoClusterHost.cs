using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Clusters;

/// <summary>A host that has no room for clusters: each create is refused.</summary>
internal sealed class NoClusterHost : IClusterHost
{
    public IReadOnlyList<ClusterAddress> Clusters => [];

    public Task<ClusterAddress> StartAsync(ClusterSpec spec, CancellationToken ct) =>
        throw new HandlerFailure("ServiceLimitExceeded", $"This sandbox cannot run clusters; '{spec.Name}' was refused.");

    public Task StopAsync(string clusterId, bool deleteData, CancellationToken ct) => Task.CompletedTask;

    public void SetNodes(string clusterId, string groupName, int count, IReadOnlyDictionary<string, string> labels)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

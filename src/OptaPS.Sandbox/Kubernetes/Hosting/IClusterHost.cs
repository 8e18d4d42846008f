namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Starts and stops emulated Kubernetes clusters; each has its own https address, certificate authority and data folder.</summary>
internal interface IClusterHost : IAsyncDisposable
{
    /// <summary>The clusters that run now.</summary>
    IReadOnlyList<ClusterAddress> Clusters { get; }

    /// <summary>The parts of the clusters that run now; none for a host that only stands for clusters.</summary>
    IEnumerable<Cluster> Running => [];

    /// <summary>Starts a cluster, or continues the one whose data the folder holds. Starting a running id again returns its address.</summary>
    Task<ClusterAddress> StartAsync(ClusterSpec spec, CancellationToken ct);

    /// <summary>Stops a cluster; with <paramref name="deleteData"/> its folder is removed as well. An unknown id is not an error.</summary>
    Task StopAsync(string clusterId, bool deleteData, CancellationToken ct);

    /// <summary>Sets how many nodes a group has: missing ones join, surplus ones are drained and removed. Names are stable per index.</summary>
    void SetNodes(string clusterId, string groupName, int count, IReadOnlyDictionary<string, string> labels);
}

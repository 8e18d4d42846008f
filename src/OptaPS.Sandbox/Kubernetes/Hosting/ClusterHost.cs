using System.Collections.Concurrent;
using OptaPS.Sandbox.Kubernetes.Schema;

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Runs clusters in this process.</summary>
internal sealed class ClusterHost : IClusterHost
{
    private readonly ConcurrentDictionary<string, RunningCluster> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim starting = new(1, 1);

    public IReadOnlyList<ClusterAddress> Clusters => [.. running.Values.Select(cluster => cluster.Address)];

    public IEnumerable<Cluster> Running => running.Values.Select(cluster => cluster.Cluster).OrderBy(cluster => cluster.Spec.Id, StringComparer.Ordinal);

    public async Task<ClusterAddress> StartAsync(ClusterSpec spec, CancellationToken ct)
    {
        await starting.WaitAsync(ct);
        try
        {
            if (running.TryGetValue(spec.Id, out var present))
                return present.Address;
            var cluster = await RunningCluster.StartAsync(spec, ct);
            running[spec.Id] = cluster;
            return cluster.Address;
        }
        finally
        {
            starting.Release();
        }
    }

    public async Task StopAsync(string clusterId, bool deleteData, CancellationToken ct)
    {
        if (!running.TryRemove(clusterId, out var cluster))
            return;
        var folder = cluster.Cluster.Spec.DataFolder;
        await cluster.DisposeAsync();
        if (deleteData && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    public void SetNodes(string clusterId, string groupName, int count, IReadOnlyDictionary<string, string> labels)
    {
        if (running.TryGetValue(clusterId, out var cluster))
            cluster.Cluster.Nodes.Set(groupName, count, labels);
    }

    /// <summary>The parts of a running cluster, for tests and the sandbox's own pages; null when it does not run.</summary>
    public Cluster? Find(string clusterId) => running.GetValueOrDefault(clusterId)?.Cluster;

    public async ValueTask DisposeAsync()
    {
        foreach (var id in running.Keys)
            await StopAsync(id, false, CancellationToken.None);
        starting.Dispose();
    }
}

using System.Collections.Concurrent;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Tests.Aws;

/// <summary>A cluster host that only remembers what it was asked.</summary>
internal sealed class FakeClusterHost : IClusterHost
{
    private readonly ConcurrentDictionary<string, ClusterAddress> _clusters = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, ClusterSpec> Specs { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, int> Nodes { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ClusterAddress> Clusters => [.. _clusters.Values];

    public Task<ClusterAddress> StartAsync(ClusterSpec spec, CancellationToken ct)
    {
        Specs[spec.Id] = spec;
        var address = new ClusterAddress(spec.Id, spec.Name, new Uri("https://127.0.0.1:1"), "-----BEGIN CERTIFICATE-----", new Uri("http://127.0.0.1:2"), new Uri("https://127.0.0.1:3"), "cert", "key");
        return Task.FromResult(_clusters.GetOrAdd(spec.Id, address));
    }

    public Task StopAsync(string clusterId, bool deleteData, CancellationToken ct)
    {
        _clusters.TryRemove(clusterId, out _);
        return Task.CompletedTask;
    }

    public void SetNodes(string clusterId, string groupName, int count, IReadOnlyDictionary<string, string> labels) => Nodes[$"{clusterId}/{groupName}"] = count;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using System.Collections.Concurrent;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>The calls between workloads since the cluster started, by edge.</summary>
internal sealed class TrafficBook
{
    private readonly ConcurrentDictionary<(string Source, string Destination, string Protocol), TrafficEdge> edges = new();

    public IEnumerable<TrafficEdge> Edges => edges.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public TrafficEdge Edge(string source, string destination, string protocol) =>
        edges.GetOrAdd((source, destination, protocol), key => new TrafficEdge(key.Source, key.Destination, key.Protocol));
}

using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Traffic;

/// <summary>A call to a service from inside the cluster, or from the entry's own pods.</summary>
internal sealed record PodRequest(JsonObject? Client, string Namespace, string Service, long Port, string Method, string Path)
{
    public string Scheme { get; init; } = "http";

    public string Host { get; init; } = "";

    /// <summary><c>HTTP/1.1</c>, <c>HTTP/2</c> or <c>gRPC</c>.</summary>
    public string Protocol { get; init; } = "HTTP/1.1";

    public string Query { get; init; } = "";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The route object that brought it here, as text for the answer.</summary>
    public string Route { get; init; } = "";

    /// <summary>How many pods it came through.</summary>
    public int Depth { get; init; }
}

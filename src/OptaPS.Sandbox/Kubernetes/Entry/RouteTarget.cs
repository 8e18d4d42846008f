using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Where a call goes.</summary>
internal sealed record RouteTarget(string Namespace, string Service, long Port, string Path)
{
    public (int Status, string Location)? Redirect { get; init; }

    public (int Status, string Why)? Refusal { get; init; }

    /// <summary>Headers that the route sets on the request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The route object, as text for the answer.</summary>
    public string Route { get; init; } = "";

    /// <summary>The pods that carry the entry's traffic: the clients as network policies and the mesh see them.</summary>
    public IReadOnlyList<JsonObject> Proxies { get; init; } = [];
}

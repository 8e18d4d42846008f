using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>Where a call goes and what is done to it on the way.</summary>
internal sealed record RouteTarget(string Namespace, string Service, long Port, string Path)
{
    public (int Status, string Location)? Redirect { get; init; }

    public (int Status, string Why)? Refusal { get; init; }

    /// <summary>Host name that the pod sees, or null for the caller's.</summary>
    public string? Host { get; init; }

    /// <summary>The request's headers after the route's filters; null leaves them as they came.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>What is done to the headers of the answer, in order: set, add or remove.</summary>
    public IReadOnlyList<HeaderChange> AnswerHeaders { get; init; } = [];

    /// <summary>Services that get a copy of the call; their answers are dropped.</summary>
    public IReadOnlyList<(string Namespace, string Service, long Port)> Mirrors { get; init; } = [];

    /// <summary>How long the whole call may take, and one attempt of it; null is without limit.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    public TimeSpan? AttemptTimeout { get; init; }

    public RouteRetry? Retry { get; init; }

    /// <summary>The route object, as text for the answer.</summary>
    public string Route { get; init; } = "";

    /// <summary>The pods that carry the entry's traffic: the clients as network policies and the mesh see them.</summary>
    public IReadOnlyList<JsonObject> Proxies { get; init; } = [];
}

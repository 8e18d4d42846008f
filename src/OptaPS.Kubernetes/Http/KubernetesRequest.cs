namespace OptaPS.Kubernetes.Http;

/// <summary>One request to the API server.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Path and query below the endpoint.</param>
internal sealed record KubernetesRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The body, UTF-8 JSON.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>True when sending it twice leaves the cluster as sending it once does.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>What it is about, for messages.</summary>
    public string? Object { get; init; }

    /// <summary>What is being done, for messages: <c>get</c>, <c>apply</c> ...</summary>
    public string Verb { get; init; } = "get";

    public Action<string>? OnWarning { get; init; }

    /// <summary>Longer or shorter than usual; null for the usual time.</summary>
    public TimeSpan? Timeout { get; init; }
}

namespace OptaPS.Objects;

/// <summary>An object of a Kubernetes cluster.</summary>
/// <param name="EnvironmentName">The environment whose cluster it is in, or null for a cluster of a kubeconfig.</param>
/// <param name="Kind">Its kind, for example <c>Deployment</c>.</param>
/// <param name="ApiVersion">Its API group and version, for example <c>apps/v1</c>.</param>
/// <param name="Namespace">Its namespace; null for cluster-scoped objects.</param>
/// <param name="Name">Its name.</param>
public sealed record KubeResource(string? EnvironmentName, string Kind, string ApiVersion, string? Namespace, string Name)
{
    /// <summary>Ready, Progressing or Failed, by the rules of <c>kubectl rollout status</c> and of the object's conditions.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why it is not ready, in words; empty when it is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the server prints for its kind, by column.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The columns that only a wide table shows.</summary>
    public IReadOnlyList<string> WideColumns { get; init; } = [];

    /// <summary>The whole object as JSON. Values of Secrets are hidden unless they were asked for.</summary>
    public string Json { get; init; } = "";

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}

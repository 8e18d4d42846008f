namespace OptaPS.Requests;

/// <summary>Which cluster an operation works on. With nothing chosen: a sandbox's local cluster, else the kubeconfig's current context.</summary>
public sealed record ClusterChoice
{
    /// <summary>An environment that has state: its cluster. Null for a cluster of a kubeconfig.</summary>
    public string? Environment { get; init; }

    /// <summary>Path of a kubeconfig, or null for the user's own.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>A context of the kubeconfig, or null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>True when the user asked, by name, for a context whose cluster switches certificate verification off. Otherwise such a context is refused.</summary>
    public bool AllowInsecureTls { get; init; }
}

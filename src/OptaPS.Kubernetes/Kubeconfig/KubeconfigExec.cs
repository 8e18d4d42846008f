namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>The program that an exported kubeconfig runs for a token; never a token itself.</summary>
/// <param name="Command">The program, best as an absolute path.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record KubeconfigExec(string Command, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables for it.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What to tell a user who does not have the program.</summary>
    public string? InstallHint { get; init; }
}

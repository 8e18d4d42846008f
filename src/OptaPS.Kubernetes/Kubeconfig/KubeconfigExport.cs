namespace OptaPS.Kubernetes.Kubeconfig;

/// <summary>A context to write into a kubeconfig.</summary>
/// <param name="Name">Name of the context, its cluster and its user.</param>
/// <param name="Server">The API server.</param>
/// <param name="Exec">Where tokens come from.</param>
public sealed record KubeconfigExport(string Name, Uri Server, KubeconfigExec Exec)
{
    /// <summary>The certificate authority as PEM or base64 of PEM; null for the system's trust.</summary>
    public string? CaData { get; init; }

    /// <summary>The name in the server's certificate when it is not the server's host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The context's namespace; null for <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>True to make it the current context even when there is another.</summary>
    public bool SetCurrent { get; init; }
}

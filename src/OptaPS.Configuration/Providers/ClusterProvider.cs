using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>A cluster of the user's own. A file without <c>providers</c> and <c>environments</c> is such a file; its <c>cluster</c> key may name the context.</summary>
/// <param name="Context">The kubeconfig context to use, or null for the current one.</param>
/// <param name="Kubeconfig">The full path of the kubeconfig file, or null for the default one.</param>
/// <param name="Location">Where the file names it, or the start of the file.</param>
public sealed record ClusterProvider(string? Context, string? Kubeconfig, SourceLocation Location) : CloudProvider(CloudKind.Cluster, Location)
{
    /// <summary>Always empty.</summary>
    public override string Region => string.Empty;
}

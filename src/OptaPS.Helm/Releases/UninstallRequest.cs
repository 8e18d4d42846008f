namespace OptaPS.Helm.Releases;

/// <summary>Asks that a release be removed.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
public sealed record UninstallRequest(string Namespace, string Name)
{
    /// <summary>How the operation behaves.</summary>
    public ReleaseOptions Options { get; init; } = new();

    /// <summary>True to keep the records, with status <c>uninstalled</c>.</summary>
    public bool KeepHistory { get; init; }

    /// <summary>True to delete objects that hooks left behind. Helm leaves them.</summary>
    public bool DeleteHookObjects { get; init; }

    /// <summary>True to delete the custom resource definitions from the chart's <c>crds/</c> folder when no custom resource of them is left. Helm never does.</summary>
    public bool DeleteCrds { get; init; }

    /// <summary>True to delete the namespace too, when OptaPS made it for a release and nothing is left in it. Helm never does.</summary>
    public bool DeleteNamespace { get; init; }
}

namespace OptaPS.Objects;

/// <summary>How one Kubernetes object differs between two revisions of a release; secrets are masked.</summary>
/// <param name="EnvironmentName">The environment whose cluster it is in, or null for a cluster of a kubeconfig.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="ReleaseName">The release.</param>
/// <param name="FromRevision">The revision compared from.</param>
/// <param name="ToRevision">The revision compared to.</param>
/// <param name="Action">Create, Update or Delete.</param>
/// <param name="Object">Kind, namespace and name of the object.</param>
public sealed record ReleaseChange(string? EnvironmentName, string Namespace, string ReleaseName, int FromRevision, int ToRevision, string Action, string Object)
{
    /// <summary>The fields that differ.</summary>
    public IReadOnlyList<PlanProperty> Properties { get; init; } = [];
}

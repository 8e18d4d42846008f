namespace OptaPS.Helm.Releases.Applying;

/// <summary>API groups of Kubernetes itself: their kinds carry the merge rules of lists, custom resources do not.</summary>
internal static class BuiltInGroups
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "", "apps", "batch", "autoscaling", "policy", "extensions", "networking.k8s.io", "rbac.authorization.k8s.io", "storage.k8s.io", "scheduling.k8s.io",
        "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "node.k8s.io", "certificates.k8s.io", "admissionregistration.k8s.io",
        "flowcontrol.apiserver.k8s.io", "apiregistration.k8s.io", "apiextensions.k8s.io", "resource.k8s.io",
    };

    /// <summary>True for a group of Kubernetes itself.</summary>
    public static bool Contains(string group) => Names.Contains(group);
}

namespace OptaPS.Helm.Rendering;

/// <summary>The order in which kinds are installed.</summary>
internal static class KindOrder
{
    private static readonly string[] Install =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget", "ServiceAccount",
        "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition",
        "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList",
        "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob",
        "IngressClass", "Ingress", "APIService",
    ];

    private static readonly Dictionary<string, int> Places = Install.Select((kind, i) => (kind, i)).ToDictionary(p => p.kind, p => p.i, StringComparer.Ordinal);

    /// <summary>Compares two kinds: known ones in their order, then unknown ones by name.</summary>
    public static int Compare(string a, string b)
    {
        var known = Places.TryGetValue(a, out var x);
        var other = Places.TryGetValue(b, out var y);
        if (!known && !other)
        {
            return GoText.Compare(a, b);
        }
        if (known != other)
        {
            return known ? -1 : 1;
        }
        return x.CompareTo(y);
    }
}

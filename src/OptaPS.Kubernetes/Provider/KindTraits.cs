using OptaPS.Engine.Providers;
using OptaPS.Kubernetes.Objects;

namespace OptaPS.Kubernetes.Provider;

/// <summary>What differs between kinds, as data.</summary>
internal static class KindTraits
{
    private static readonly string[] Identity = ["/metadata/name", "/metadata/namespace"];
    private static readonly TimeSpan ShortTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorkloadTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloudTime = TimeSpan.FromMinutes(2);

    private static readonly Dictionary<(string, string), string[]> CreateOnly = new()
    {
        [("apps", "Deployment")] = ["/spec/selector"],
        [("apps", "DaemonSet")] = ["/spec/selector"],
        [("apps", "ReplicaSet")] = ["/spec/selector"],
        [("apps", "StatefulSet")] = ["/spec/selector", "/spec/serviceName", "/spec/podManagementPolicy", "/spec/volumeClaimTemplates"],
        [("batch", "Job")] = ["/spec/selector", "/spec/template", "/spec/completionMode"],
        [("", "Secret")] = ["/type"],
        [("", "PersistentVolumeClaim")] = ["/spec/storageClassName", "/spec/accessModes", "/spec/volumeMode", "/spec/selector", "/spec/dataSource"],
        [("rbac.authorization.k8s.io", "RoleBinding")] = ["/roleRef"],
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = ["/roleRef"],
        [("storage.k8s.io", "StorageClass")] = ["/provisioner", "/parameters", "/reclaimPolicy", "/volumeBindingMode"],
        [("networking.k8s.io", "IngressClass")] = ["/spec/controller"],
        [("gateway.networking.k8s.io", "GatewayClass")] = ["/spec/controllerName"],
    };

    public static ResourceTraits Of(GroupVersionKind kind)
    {
        var key = (kind.Group, kind.Kind);
        var secret = key is ("", "Secret");
        return new()
        {
            CreateOnly = [.. Identity, .. CreateOnly.GetValueOrDefault(key, [])],
            Sensitive = secret ? ["/data", "/stringData"] : [],
            SensitiveOutputs = secret ? ["/data"] : [],
            HoldsData = key is ("", "PersistentVolumeClaim") or ("", "PersistentVolume"),
            UsualCreate = key switch
            {
                ("apps", _) or ("batch", "Job") or ("", "Pod") => WorkloadTime,
                ("gateway.networking.k8s.io", "Gateway") => CloudTime,
                _ => ShortTime,
            },
            UsualDelete = key is ("", "Namespace") or ("apps", _) ? WorkloadTime : ShortTime,
            Deadline = TimeSpan.FromMinutes(15),
            LimiterKey = "kubernetes",
            MaxConcurrency = 20,
        };
    }
}

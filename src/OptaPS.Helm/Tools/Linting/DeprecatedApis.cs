namespace OptaPS.Helm.Tools.Linting;

/// <summary>Versions of Kubernetes' own APIs that were deprecated: from which minor version of Kubernetes 1 on, from when they are gone, and what replaces them (facts of the API's lifecycle, Kubernetes 1.36).</summary>
internal static class DeprecatedApis
{
    private static readonly (string Api, int Deprecated, int Removed, string Replacement, string[] Kinds)[] Known =
    [
        ("admissionregistration.k8s.io/v1alpha1", 35, 38, "", ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"]),
        ("admissionregistration.k8s.io/v1alpha1", 29, 32, "", ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"]),
        ("admissionregistration.k8s.io/v1beta1", 37, 40, "admissionregistration.k8s.io/v1", ["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"]),
        ("admissionregistration.k8s.io/v1beta1", 16, 22, "admissionregistration.k8s.io/v1", ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]),
        ("admissionregistration.k8s.io/v1beta1", 31, 34, "", ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"]),
        ("apps/v1beta1", 8, 16, "apps/v1", ["ControllerRevision", "Deployment", "StatefulSet"]),
        ("apps/v1beta2", 9, 16, "apps/v1", ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
        ("batch/v1beta1", 21, 25, "batch/v1", ["CronJob"]),
        ("certificates.k8s.io/v1alpha1", 34, 37, "", ["ClusterTrustBundle"]),
        ("certificates.k8s.io/v1beta1", 19, 22, "certificates.k8s.io/v1", ["CertificateSigningRequest"]),
        ("certificates.k8s.io/v1beta1", 37, 40, "", ["ClusterTrustBundle"]),
        ("certificates.k8s.io/v1beta1", 38, 41, "", ["PodCertificateRequest"]),
        ("coordination.k8s.io/v1alpha2", 35, 38, "", ["LeaseCandidate"]),
        ("coordination.k8s.io/v1beta1", 19, 22, "coordination.k8s.io/v1", ["Lease"]),
        ("coordination.k8s.io/v1beta1", 36, 39, "", ["LeaseCandidate"]),
        ("discovery.k8s.io/v1beta1", 21, 25, "discovery.k8s.io/v1", ["EndpointSlice"]),
        ("events.k8s.io/v1beta1", 22, 25, "", ["Event"]),
        ("extensions/v1beta1", 8, 16, "apps/v1", ["DaemonSet", "Deployment", "ReplicaSet"]),
        ("extensions/v1beta1", 14, 22, "networking.k8s.io/v1", ["Ingress"]),
        ("extensions/v1beta1", 9, 16, "networking.k8s.io/v1", ["NetworkPolicy"]),
        ("flowcontrol.apiserver.k8s.io/v1beta1", 23, 26, "flowcontrol.apiserver.k8s.io/v1beta3", ["FlowSchema", "PriorityLevelConfiguration"]),
        ("flowcontrol.apiserver.k8s.io/v1beta2", 26, 29, "flowcontrol.apiserver.k8s.io/v1beta3", ["FlowSchema", "PriorityLevelConfiguration"]),
        ("flowcontrol.apiserver.k8s.io/v1beta3", 29, 32, "flowcontrol.apiserver.k8s.io/v1", ["FlowSchema", "PriorityLevelConfiguration"]),
        ("networking.k8s.io/v1beta1", 34, 37, "", ["IPAddress", "ServiceCIDR"]),
        ("networking.k8s.io/v1beta1", 19, 22, "networking.k8s.io/v1", ["Ingress", "IngressClass"]),
        ("node.k8s.io/v1beta1", 22, 25, "", ["RuntimeClass"]),
        ("policy/v1beta1", 21, 25, "policy/v1", ["PodDisruptionBudget"]),
        ("rbac.authorization.k8s.io/v1beta1", 17, 22, "rbac.authorization.k8s.io/v1", ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
        ("resource.k8s.io/v1alpha3", 36, 39, "", ["DeviceTaintRule"]),
        ("resource.k8s.io/v1alpha3", 39, 42, "", ["ResourcePoolStatusRequest"]),
        ("resource.k8s.io/v1beta1", 35, 38, "", ["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"]),
        ("resource.k8s.io/v1beta2", 36, 39, "", ["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"]),
        ("resource.k8s.io/v1beta2", 39, 42, "", ["DeviceTaintRule"]),
        ("scheduling.k8s.io/v1beta1", 14, 22, "scheduling.k8s.io/v1", ["PriorityClass"]),
        ("storage.k8s.io/v1alpha1", 21, 24, "storage.k8s.io/v1beta1", ["CSIStorageCapacity"]),
        ("storage.k8s.io/v1alpha1", 21, 24, "storage.k8s.io/v1", ["VolumeAttachment"]),
        ("storage.k8s.io/v1alpha1", 32, 35, "storage.k8s.io/v1", ["VolumeAttributesClass"]),
        ("storage.k8s.io/v1beta1", 19, 22, "storage.k8s.io/v1", ["CSIDriver", "StorageClass", "VolumeAttachment"]),
        ("storage.k8s.io/v1beta1", 17, 22, "storage.k8s.io/v1", ["CSINode"]),
        ("storage.k8s.io/v1beta1", 24, 27, "storage.k8s.io/v1", ["CSIStorageCapacity"]),
        ("storage.k8s.io/v1beta1", 34, 37, "storage.k8s.io/v1", ["VolumeAttributesClass"]),
        ("storagemigration.k8s.io/v1beta1", 38, 41, "", ["StorageVersionMigration"]),
    ];

    /// <summary>Kubernetes' own warning about a kind in a version, or null.</summary>
    /// <param name="apiVersion">Group and version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="cluster">The cluster's version.</param>
    public static string? Warning(string apiVersion, string kind, KubeVersion cluster)
    {
        var found = Array.Find(Known, entry => entry.Api == apiVersion && entry.Kinds.Contains(kind, StringComparer.Ordinal));
        if (found.Api is null || !int.TryParse(cluster.Minor.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture, out var minor) || minor < found.Deprecated)
        {
            return null;
        }
        var gone = found.Removed > 0 ? $", unavailable in v1.{found.Removed}+" : "";
        var instead = found.Replacement.Length > 0 ? $"; use {found.Replacement} {kind}" : "";
        return $"{apiVersion} {kind} is deprecated in v1.{found.Deprecated}+{gone}{instead}";
    }
}

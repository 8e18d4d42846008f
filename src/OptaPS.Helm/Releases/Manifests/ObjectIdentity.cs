using OptaPS.Kubernetes.Objects;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>Names an object whatever version of its API it is written in; kinds that moved to another group keep one identity.</summary>
/// <param name="Group">The present group.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace, or null for cluster-scoped objects.</param>
/// <param name="Name">The name.</param>
internal readonly record struct ObjectIdentity(string Group, string Kind, string? Namespace, string Name)
{
    /// <summary>The group in which a kind lives today (Kubernetes' deprecation guide, versions 1.16 to 1.25).</summary>
    public static string PresentGroup(GroupVersionKind kind) => (kind.Group, kind.Kind) switch
    {
        ("extensions", "Ingress" or "NetworkPolicy") => "networking.k8s.io",
        ("extensions", "Deployment" or "DaemonSet" or "ReplicaSet") => "apps",
        ("extensions", "PodSecurityPolicy") => "policy",
        _ => kind.Group,
    };

    /// <summary>Returns <c>Kind namespace/name</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}

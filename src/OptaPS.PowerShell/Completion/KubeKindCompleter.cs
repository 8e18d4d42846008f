namespace OptaPS.PowerShell.Completion;

/// <summary>Completes the kinds of objects that every cluster has; a cluster knows more, but is not asked.</summary>
public sealed class KubeKindCompleter : LocalCompleter
{
    private static readonly string[] Kinds =
    [
        "all", "clusterrolebindings", "clusterroles", "configmaps", "cronjobs", "customresourcedefinitions", "daemonsets", "deployments", "endpointslices", "events",
        "gateways", "horizontalpodautoscalers", "httproutes", "ingresses", "jobs", "limitranges", "namespaces", "networkpolicies", "nodes", "persistentvolumeclaims",
        "persistentvolumes", "poddisruptionbudgets", "pods", "replicasets", "resourcequotas", "rolebindings", "roles", "secrets", "serviceaccounts", "services",
        "statefulsets", "storageclasses",
    ];

    private protected override IEnumerable<Candidate> Candidates(TypedParameters typed) => Kinds.Select(kind => new Candidate(kind, $"Kubernetes {kind}"));
}

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Where a running cluster is reached and what is needed to trust it and to sign in as its administrator (group system:masters).</summary>
internal sealed record ClusterAddress(
    string Id,
    string Name,
    Uri Endpoint,
    string CaCertificatePem,
    Uri EntryHttp,
    Uri EntryHttps,
    string AdminCertificatePem,
    string AdminKeyPem)
{
    /// <summary>The JSON Web Key Set of the service-account signing key, as the OIDC issuer of the cluster must publish it.</summary>
    public string ServiceAccountKeySet { get; init; } = "{\"keys\":[]}";

    /// <summary>A kubeconfig file (JSON, which is YAML) with one context that signs in with the administrator's certificate.</summary>
    public string AdminKubeconfig() => ClusterKubeconfig.Write(this);
}

namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>Who a request comes from. The group system:authenticated is added by the API server.</summary>
internal sealed record VerifiedUser(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>Stable identity as the authenticator knows it (for EKS the IAM principal id), or empty.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Further attributes, for example <c>arn</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}

using OptaPS.Secrets;

namespace OptaPS.Targets;

/// <summary>
/// Everything that decides where calls go: one immutable value, chosen once per operation. A real cloud has no
/// endpoints of its own here (<see cref="Cloud"/>); a sandbox or a private partition names each of them.
/// </summary>
/// <param name="Name">The target's name as shown on objects, for example <c>cloud</c> or <c>sandbox:default</c>.</param>
public sealed record EndpointSet(string Name)
{
    /// <summary>The public clouds with the user's own credential chain.</summary>
    public static EndpointSet Cloud { get; } = new("cloud");

    /// <summary>
    /// Identity of the world that the endpoints belong to, or null for the public clouds. State made in one world is refused in another.
    /// </summary>
    public string? World { get; init; }

    /// <summary>Base addresses by service, keyed <c>aws:sts</c>, <c>aws:cloudcontrolapi</c>, <c>aws:ec2</c>, <c>aws:s3</c> and so on; absent means the service's public address.</summary>
    public IReadOnlyDictionary<string, Uri> Services { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>PEM bundle that is trusted in addition to the system's certificates for <see cref="Services"/> and repositories, or null.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>AWS credentials to use instead of the ambient chain, or null for the chain.</summary>
    public AwsCredentialPair? AwsCredentials { get; init; }

    /// <summary>Chart repository addresses that are served elsewhere: published address to served address.</summary>
    public IReadOnlyDictionary<string, Uri> ChartRepositories { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>Path of the chart lock (repository, name, version, digest) that belongs to <see cref="ChartRepositories"/>, or null for the product's own lock.</summary>
    public string? ChartLockFile { get; init; }

    /// <summary>Kubeconfig of the cluster that <c>providers: {local: {}}</c> means at this target, or null for the usual kind cluster of this machine.</summary>
    public string? LocalKubeconfig { get; init; }

    /// <summary>
    /// Where a load balancer's public host name and port is reached, keyed <c>port</c> as text (<c>80</c>, <c>443</c>), or empty where public DNS answers.
    /// Only name resolution is replaced: Host header, TLS server name and certificate checks are those of the real name.
    /// </summary>
    public IReadOnlyDictionary<string, string> EntryAddresses { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

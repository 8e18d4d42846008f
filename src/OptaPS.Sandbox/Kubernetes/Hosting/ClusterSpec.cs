namespace OptaPS.Sandbox.Kubernetes.Hosting;

/// <summary>What a cluster is made from. <paramref name="TokenVerifier"/> null means: only certificates and service-account tokens sign in.</summary>
internal sealed record ClusterSpec(string Id, string Name, string Version, string DataFolder, ITokenVerifier? TokenVerifier)
{
    /// <summary>Port of the API server; 0 takes the one that the data folder remembers, else a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port of the plain entry router; 0 as above.</summary>
    public int EntryHttpPort { get; init; }

    /// <summary>Port of the TLS entry router; 0 as above.</summary>
    public int EntryHttpsPort { get; init; }

    /// <summary>Host name of a LoadBalancer Service: <c>{0}</c> is a name that is unique in the cluster. For example <c>{0}.elb.us-east-1.amazonaws.com</c>.</summary>
    public string LoadBalancerHostFormat { get; init; } = "{0}.elb.sandbox.localhost";

    /// <summary>Whether LoadBalancer services get an address (they do where a cloud's load-balancer controller or a local stand-in runs).</summary>
    public bool ProvidesLoadBalancers { get; init; } = true;

    /// <summary>The cloud that makes balancers for LoadBalancer services; null where a name is all that they get.</summary>
    public ILoadBalancerCloud? LoadBalancers { get; init; }

    /// <summary>OpenID issuer of service-account tokens (for EKS the cluster's OIDC issuer URL); null means the in-cluster default.</summary>
    public string? ServiceAccountIssuer { get; init; }

    /// <summary>Groups and node counts that exist from the start, as for a local cluster.</summary>
    public IReadOnlyDictionary<string, int> InitialNodes { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Called with (group name, wanted count) when the cluster-autoscaler stand-in wants more nodes; null switches growth off.</summary>
    public Action<string, int>? ScaleNodeGroup { get; init; }

    /// <summary>Where requests are recorded.</summary>
    public IRequestLog RequestLog { get; init; } = NullRequestLog.Instance;

    /// <summary>Decides about injected faults.</summary>
    public IFaultInjector Faults { get; init; } = NoFaults.Instance;

    /// <summary>The clock of the controllers and simulated pods.</summary>
    public ISandboxClock Clock { get; init; } = new ScaledClock(1);
}

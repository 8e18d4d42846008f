namespace OptaPS.Objects;

/// <summary>The names of the checks that are made at the target before the first change, by which one can be left out.</summary>
public static class PreflightChecks
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Account", "Cidr", "Clock", "Delegation", "KubernetesVersion", "Machines", "Names", "Names:Deleted", "Permissions",
        "Quota:Addresses", "Quota:Clusters", "Quota:InternetGateways", "Quota:LoadBalancers", "Quota:NatGateways", "Quota:VirtualCpus", "Quota:Vpcs",
        "Region", "Session",
    ];
}

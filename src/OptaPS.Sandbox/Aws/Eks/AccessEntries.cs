using OptaPS.Sandbox.Aws.Identity;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>Maps an AWS principal to a Kubernetes user through the access entries of a cluster.</summary>
internal sealed class AccessEntries(CloudWorld world)
{
    private const string PolicyPrefix = "arn:aws:eks::aws:cluster-access-policy/";

    /// <summary>The user, or null when the principal has no entry (the API server answers 401).</summary>
    public VerifiedUser? Map(AwsPrincipal principal, string region, string clusterName)
    {
        if (world.Find("AWS::EKS::Cluster", region, clusterName) is not { } cluster)
        {
            return null;
        }

        var entry = world.Where("AWS::EKS::AccessEntry", region, "PrincipalArn", principal.EntryArn).FirstOrDefault(e => e.Text("ClusterName") == clusterName);
        if (entry is not null)
        {
            var groups = PropertyPath.Values(entry.Model, "KubernetesGroups/*").Concat(PolicyGroups(entry)).ToList();
            var name = entry.Text("Username") is { Length: > 0 } wanted
                ? wanted.Replace("{{SessionName}}", principal.SessionName.Replace('@', '-')).Replace("{{SessionNameRaw}}", principal.SessionName).Replace("{{AccountID}}", principal.AccountId)
                : principal.Arn;
            return User(name, groups, principal);
        }

        // The creator is administrator unless the cluster was made without that.
        return principal.EntryArn == cluster.Creator && cluster.Text("AccessConfig/BootstrapClusterCreatorAdminPermissions") is not "false"
            ? User(principal.Arn, ["system:masters"], principal)
            : null;
    }

    // Access policies work beside RBAC in EKS; the sandbox expresses them as groups that its clusters bind to the matching roles.
    private static IEnumerable<string> PolicyGroups(CloudResource entry)
    {
        foreach (var policy in entry.Model["AccessPolicies"]?.AsArray() ?? [])
        {
            var name = policy?["PolicyArn"]?.ToString() ?? "";
            if (!name.StartsWith(PolicyPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            var namespaces = policy!["AccessScope"]?["Type"]?.ToString() == "namespace" ? policy["AccessScope"]!["Namespaces"]?.AsArray().Select(n => n!.ToString()).ToList() ?? [] : null;
            var role = name[PolicyPrefix.Length..] switch
            {
                "AmazonEKSClusterAdminPolicy" => "cluster-admin",
                "AmazonEKSAdminPolicy" => "admin",
                "AmazonEKSEditPolicy" => "edit",
                "AmazonEKSViewPolicy" => "view",
                "AmazonEKSAdminViewPolicy" => "admin-view",
                _ => null
            };
            if (role == "cluster-admin" && namespaces is null)
            {
                yield return "system:masters";
            }
            else if (role is not null)
            {
                foreach (var scope in namespaces ?? ["*"])
                {
                    yield return $"eks-access-policy:{role}:{scope}";
                }
            }
        }
    }

    private static VerifiedUser User(string name, IReadOnlyList<string> groups, AwsPrincipal principal) => new(name, groups)
    {
        Uid = $"aws-iam-authenticator:{principal.AccountId}:{principal.UserId.Split(':')[0]}",
        Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["arn"] = [principal.Arn],
            ["canonicalArn"] = [principal.EntryArn],
            ["accessKeyId"] = [principal.AccessKeyId],
            ["principalId"] = [principal.UserId.Split(':')[0]],
            ["sessionName"] = [principal.SessionName]
        }
    };
}

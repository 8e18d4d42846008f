using System.Text;
using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Signing;
using OptaPS.Sandbox.Aws.World;
using OptaPS.Sandbox.Clusters;
using OptaPS.Sandbox.Kubernetes.Hosting;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>EKS clusters and node groups: a cluster that comes alive is a Kubernetes API server of its own, a node group is its nodes.</summary>
internal sealed class EksClusters(ClusterRegistry clusters, SignatureVerifier signatures, Func<CloudWorld> worldOf, Func<string, string, ILoadBalancerCloud> balancersOf) : ITypeBehaviour
{
    private const string ClusterType = "AWS::EKS::Cluster";
    private const string NodegroupType = "AWS::EKS::Nodegroup";

    public IReadOnlyCollection<string> Types { get; } = [ClusterType, NodegroupType];

    /// <summary>The identity of an EKS cluster among all clusters of the sandbox.</summary>
    public static string IdOf(string name) => name;

    public void BeforeCreate(CloudWorld world, CloudResource draft)
    {
        if (draft.Type == ClusterType)
        {
            CheckCluster(world, draft);
        }
        else
        {
            CheckScaling(draft);
        }
    }

    public void BeforeUpdate(CloudWorld world, CloudResource before, CloudResource after)
    {
        if (after.Type == NodegroupType)
        {
            CheckScaling(after);
            return;
        }

        var (from, to) = (Minor(before.Text("Version")), Minor(after.Text("Version")));
        if (to < from || to > from + 1)
        {
            throw new HandlerFailure("InvalidRequest", $"Unsupported Kubernetes minor version update from {before.Text("Version")} to {after.Text("Version")} (Service: Eks, Status Code: 400)");
        }
    }

    public void BeforeDelete(CloudWorld world, CloudResource resource)
    {
        if (resource.Type == ClusterType && resource.Text("DeletionProtection") == "true")
        {
            throw new HandlerFailure("InvalidRequest", $"Deletion protection is enabled for cluster {resource.Identifier}. Disable it before deleting the cluster. (Service: Eks, Status Code: 400)");
        }
    }

    public async Task CompleteAsync(string operation, CloudResource resource, CancellationToken ct)
    {
        if (resource.Type == ClusterType)
        {
            await CompleteClusterAsync(operation, resource, ct);
        }
        else
        {
            ApplyNodes(resource, operation == ProvisioningRequest.Delete ? 0 : null);
        }
    }

    /// <summary>Starts the clusters that exist, with their nodes, after a restart of the sandbox.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        var everything = worldOf().Everything();
        foreach (var cluster in everything.Where(r => r is { Type: ClusterType, State: not ResourceState.Creating }))
        {
            await StartAsync(cluster, ct);
        }

        foreach (var group in everything.Where(r => r is { Type: NodegroupType, State: not ResourceState.Creating }))
        {
            ApplyNodes(group, null);
        }
    }

    private async Task CompleteClusterAsync(string operation, CloudResource resource, CancellationToken ct)
    {
        if (operation == ProvisioningRequest.Delete)
        {
            await clusters.StopAsync(IdOf(resource.Identifier), deleteData: true, ct);
            return;
        }

        var address = await StartAsync(resource, ct);
        resource.Model["Endpoint"] = address.Endpoint.ToString().TrimEnd('/');
        resource.Model["CertificateAuthorityData"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(address.CaCertificatePem));
    }

    private Task<ClusterAddress> StartAsync(CloudResource resource, CancellationToken ct) => clusters.StartAsync(
        IdOf(resource.Identifier),
        resource.Identifier,
        resource.Text("Version"),
        $"elb.{resource.Region}.amazonaws.com",
        spec => spec with
        {
            TokenVerifier = new EksTokenVerifier(signatures, new AccessEntries(worldOf()), resource.Region, resource.Identifier),
            ServiceAccountIssuer = resource.Text("OpenIdConnectIssuerUrl"),
            LoadBalancers = balancersOf(resource.Region, resource.Identifier),
            ScaleNodeGroup = (group, wanted) => Grow(resource.Region, resource.Identifier, group, wanted)
        },
        ct);

    private void ApplyNodes(CloudResource group, int? count)
    {
        if (clusters.Find(IdOf(group.Text("ClusterName"))) is null)
        {
            return;
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["eks.amazonaws.com/nodegroup"] = group.Text("NodegroupName"),
            ["eks.amazonaws.com/capacityType"] = group.Text("CapacityType"),
            ["node.kubernetes.io/instance-type"] = group.Text("InstanceTypes/0")
        };
        foreach (var (name, value) in group.Model["Labels"] as JsonObject ?? [])
        {
            labels[name] = value?.ToString() ?? "";
        }

        clusters.SetNodes(IdOf(group.Text("ClusterName")), group.Text("NodegroupName"), count ?? Number(group, "ScalingConfig/DesiredSize", 1), labels);
    }

    // The cluster autoscaler changes the group's wanted size within its bounds, as it would change the scaling group's.
    private void Grow(string region, string cluster, string groupName, int wanted)
    {
        var world = worldOf();
        if (world.Find(NodegroupType, region, $"{cluster}/{groupName}") is not { State: ResourceState.Active } group)
        {
            return;
        }

        var model = (JsonObject)group.Model.DeepClone();
        model["ScalingConfig"]!["DesiredSize"] = Math.Clamp(wanted, Number(group, "ScalingConfig/MinSize", 0), Number(group, "ScalingConfig/MaxSize", wanted));
        var grown = group with { Model = model };
        _ = world.PutAsync(grown);
        ApplyNodes(grown, null);
    }

    private static void CheckCluster(CloudWorld world, CloudResource draft)
    {
        var minor = Minor(draft.Text("Version"));
        if (minor is < 30 or > 36)
        {
            throw new HandlerFailure("InvalidRequest", $"unsupported Kubernetes version {draft.Text("Version")} (Service: Eks, Status Code: 400)");
        }

        var zones = PropertyPath.Values(draft.Model, "ResourcesVpcConfig/SubnetIds/*").Select(s => world.Find("AWS::EC2::Subnet", draft.Region, s)?.Text("AvailabilityZone")).Distinct(StringComparer.Ordinal).Count();
        if (zones < 2)
        {
            throw new HandlerFailure("InvalidRequest", "Subnets specified must be in at least two different AZs (Service: Eks, Status Code: 400)");
        }
    }

    private static void CheckScaling(CloudResource group)
    {
        var (min, wanted, max) = (Number(group, "ScalingConfig/MinSize", 0), Number(group, "ScalingConfig/DesiredSize", 1), Number(group, "ScalingConfig/MaxSize", 1));
        if (min > wanted)
        {
            throw new HandlerFailure("InvalidRequest", $"Minimum capacity {min} can't be greater than desired size {wanted} (Service: Eks, Status Code: 400)");
        }

        if (wanted > max)
        {
            throw new HandlerFailure("InvalidRequest", $"desired capacity {wanted} can't be greater than max size {max} (Service: Eks, Status Code: 400)");
        }
    }

    private static int Minor(string version) => version.Split('.') is ["1", var minor, ..] && int.TryParse(minor, out var number) ? number : 0;

    private static int Number(CloudResource resource, string path, int otherwise) => int.TryParse(resource.Text(path), out var number) ? number : otherwise;
}

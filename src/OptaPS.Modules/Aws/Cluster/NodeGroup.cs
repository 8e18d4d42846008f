using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Aws.Network;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Cluster;

/// <summary>The default node group with its role and launch template, and the EKS add-ons around it.</summary>
internal static class NodeGroup
{
    private static readonly string[] BeforeNodes = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

    /// <summary>Adds nodes and add-ons; gives what must be ready before anything is put into the cluster.</summary>
    public static IReadOnlyList<ResourceHandle> Add(ModuleContext context, GraphBuilder graph, ResourceHandle cluster, string version)
    {
        var name = AwsNames.Cluster(context);
        var role = graph.Aws("node-role", "IAM::Role", AwsPolicy.Role(
            AwsNames.Iam(context, "eks-nodes"), AwsPolicy.Trust("ec2.amazonaws.com"),
            "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryPullOnly"));
        var template = graph.Aws("node-template", "EC2::LaunchTemplate", new JsonObject
        {
            ["LaunchTemplateName"] = name + "-default",
            ["LaunchTemplateData"] = TemplateData(context),
        });
        var early = BeforeNodes.Select(addon => AddOn(addon)).ToArray();
        var minimum = context.Inputs.GetInt("min_nodes");
        var nodes = graph.Aws("nodes", "EKS::Nodegroup", new JsonObject
        {
            ["ClusterName"] = cluster.Ref("Name"),
            ["NodegroupName"] = name + "-default",
            ["NodeRole"] = role.Ref("Arn"),
            ["Subnets"] = context.Need("aws-base", "private_subnet_ids"),
            ["AmiType"] = context.Inputs.GetString("ami_type"),
            ["CapacityType"] = context.Inputs.GetBool("spot_instances") ? "SPOT" : "ON_DEMAND",
            ["InstanceTypes"] = new JsonArray(context.Inputs.GetString("node_instance_type")),
            ["ScalingConfig"] = new JsonObject
            {
                ["MinSize"] = minimum, ["MaxSize"] = context.Inputs.GetInt("max_nodes"), ["DesiredSize"] = Math.Max(minimum, 1),
            },
            ["UpdateConfig"] = new JsonObject { ["MaxUnavailable"] = 1 },
            ["Version"] = version,
            ["Labels"] = new JsonObject { ["node_group_name"] = name + "-default" },
            ["LaunchTemplate"] = new JsonObject { ["Id"] = template.Ref("LaunchTemplateId"), ["Version"] = template.Ref("LatestVersionNumber") },
        }, [.. early, .. context.NeedHandles("aws-base", AwsBaseModule.WaysOutput)]);
        return [nodes, AddOn("coredns", nodes), .. early];

        ResourceHandle AddOn(string addon, params ResourceHandle[] after) => graph.Aws("addon-" + addon, "EKS::Addon", new JsonObject
        {
            ["ClusterName"] = cluster.Ref("Name"), ["AddonName"] = addon, ["ResolveConflicts"] = "OVERWRITE",
        }, after);
    }

    private static JsonObject TemplateData(ModuleContext context)
    {
        var root = context.Inputs.GetString("ami_type").StartsWith("BOTTLEROCKET", StringComparison.Ordinal) ? "/dev/xvdb" : "/dev/xvda";
        var data = new JsonObject
        {
            ["MetadataOptions"] = new JsonObject { ["HttpTokens"] = "required", ["HttpPutResponseHopLimit"] = 1, ["HttpEndpoint"] = "enabled" },
            ["BlockDeviceMappings"] = new JsonArray(new JsonObject
            {
                ["DeviceName"] = root,
                ["Ebs"] = new JsonObject
                {
                    ["VolumeSize"] = context.Inputs.GetInt("node_disk_size"), ["VolumeType"] = "gp3", ["Encrypted"] = true, ["DeleteOnTermination"] = true,
                },
            }),
        };
        if (context.Inputs.GetMap("node_launch_template")["user_data"] is { } script)
            data["UserData"] = Expression.Base64(context.Resolver.Resolve(script)!);
        return data;
    }
}

using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>Clusters and node groups in the shape of EKS's own API: the same members with a small first letter, plus status and health.</summary>
internal static class EksDescriptions
{
    public static JsonObject Cluster(CloudResource cluster)
    {
        var model = cluster.Model;
        var network = Lower(model["ResourcesVpcConfig"]) as JsonObject ?? [];
        network["clusterSecurityGroupId"] = cluster.Text("ClusterSecurityGroupId");
        var answer = new JsonObject
        {
            ["name"] = cluster.Identifier,
            ["arn"] = cluster.Text("Arn"),
            ["createdAt"] = cluster.Created.ToUnixTimeMilliseconds() / 1000.0,
            ["version"] = cluster.Text("Version"),
            ["roleArn"] = cluster.Text("RoleArn"),
            ["resourcesVpcConfig"] = network,
            ["kubernetesNetworkConfig"] = Lower(model["KubernetesNetworkConfig"]),
            ["accessConfig"] = new JsonObject { ["authenticationMode"] = cluster.Text("AccessConfig/AuthenticationMode") },
            ["identity"] = new JsonObject { ["oidc"] = new JsonObject { ["issuer"] = cluster.Text("OpenIdConnectIssuerUrl") } },
            ["status"] = Status(cluster),
            ["platformVersion"] = "eks.1",
            ["health"] = new JsonObject { ["issues"] = new JsonArray() },
            ["deletionProtection"] = cluster.Text("DeletionProtection") == "true",
            ["tags"] = Tags(model["Tags"])
        };
        if (cluster.Text("Endpoint") is { Length: > 0 } endpoint)
        {
            answer["endpoint"] = endpoint;
            answer["certificateAuthority"] = new JsonObject { ["data"] = cluster.Text("CertificateAuthorityData") };
        }

        return answer;
    }

    public static JsonObject Nodegroup(CloudResource group)
    {
        var model = group.Model;
        return new JsonObject
        {
            ["nodegroupName"] = group.Text("NodegroupName"),
            ["nodegroupArn"] = group.Text("Arn"),
            ["clusterName"] = group.Text("ClusterName"),
            ["status"] = Status(group),
            ["capacityType"] = group.Text("CapacityType"),
            ["scalingConfig"] = Lower(model["ScalingConfig"]),
            ["instanceTypes"] = model["InstanceTypes"]?.DeepClone(),
            ["subnets"] = model["Subnets"]?.DeepClone(),
            ["amiType"] = group.Text("AmiType"),
            ["nodeRole"] = group.Text("NodeRole"),
            ["labels"] = model["Labels"]?.DeepClone() ?? new JsonObject(),
            ["tags"] = model["Tags"]?.DeepClone() ?? new JsonObject(),
            ["health"] = new JsonObject { ["issues"] = new JsonArray() }
        };
    }

    private static string Status(CloudResource resource) => resource.State switch
    {
        ResourceState.Creating => "CREATING",
        ResourceState.Deleting => "DELETING",
        _ => "ACTIVE"
    };

    private static JsonNode? Lower(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.Select(p => KeyValuePair.Create(char.ToLowerInvariant(p.Key[0]) + p.Key[1..], Lower(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Lower)]),
        _ => node?.DeepClone()
    };

    private static JsonObject Tags(JsonNode? tags) => new((tags as JsonArray ?? []).Select(t => KeyValuePair.Create(t!["Key"]!.ToString(), t["Value"]?.DeepClone())));
}

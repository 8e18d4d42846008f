using System.Text.Json.Nodes;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.Eks;

/// <summary>EKS's own API (REST-JSON): reads of clusters and what belongs to them, supported versions.</summary>
internal sealed class EksService(CloudWorld world) : IAwsService
{
    public string Name => "eks";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.RestJson;

    public void Identify(AwsCall call)
    {
        var path = call.Path.Trim('/').Split('/');
        call.Operation = (call.Method, path) switch
        {
            ("GET", ["clusters"]) => "ListClusters",
            ("GET", ["clusters", _]) => "DescribeCluster",
            ("GET", ["cluster-versions"]) => "DescribeClusterVersions",
            ("GET", ["addons", "supported-versions"]) => "DescribeAddonVersions",
            ("GET", ["clusters", _, "node-groups"]) => "ListNodegroups",
            ("GET", ["clusters", _, "node-groups", _]) => "DescribeNodegroup",
            ("GET", ["clusters", _, "addons"]) => "ListAddons",
            ("GET", ["clusters", _, "access-entries"]) => "ListAccessEntries",
            ("GET", ["clusters", _, "updates"]) => "ListUpdates",
            _ => $"{call.Method} /{path[0]}"
        };
        call.Mutating = call.Method != "GET";
        call.Identifier = path.Length > 1 && path[0] == "clusters" ? string.Join('/', path.Skip(1)) : "";
    }

    public Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        _ = call.Caller;
        var path = call.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        JsonNode answer = call.Operation switch
        {
            "ListClusters" => Names("clusters", world.All("AWS::EKS::Cluster", call.Region).Select(c => c.Identifier)),
            "DescribeCluster" => new JsonObject { ["cluster"] = EksDescriptions.Cluster(Cluster(call, path[1])) },
            "DescribeClusterVersions" => EksVersions.Clusters(call.Http.Request.Query["clusterVersions"]),
            "DescribeAddonVersions" => EksVersions.Addons(call.Http.Request.Query["addonName"], call.Http.Request.Query["kubernetesVersion"]),
            "ListNodegroups" => Names("nodegroups", Children(call, "AWS::EKS::Nodegroup", path[1]).Select(n => n.Text("NodegroupName"))),
            "DescribeNodegroup" => new JsonObject { ["nodegroup"] = EksDescriptions.Nodegroup(Nodegroup(call, path[1], path[3])) },
            "ListAddons" => Names("addons", Children(call, "AWS::EKS::Addon", path[1]).Select(a => a.Text("AddonName"))),
            "ListAccessEntries" => Names("accessEntries", Children(call, "AWS::EKS::AccessEntry", path[1]).Select(e => e.Text("PrincipalArn"))),
            "ListUpdates" => Names("updateIds", Children(call, "AWS::EKS::Cluster", path[1]).Take(0).Select(u => u.Identifier)),
            _ => throw AwsException.NotFound("UnknownOperationException", $"The sandbox serves no EKS operation {call.Method} {call.Path}.")
        };
        return Task.FromResult(AwsReply.Json(answer, "application/json"));
    }

    private CloudResource Cluster(AwsCall call, string name) =>
        world.Find("AWS::EKS::Cluster", call.Region, name) ?? throw AwsException.NotFound("ResourceNotFoundException", $"No cluster found for name: {name}.");

    private CloudResource Nodegroup(AwsCall call, string cluster, string name)
    {
        Cluster(call, cluster);
        return world.Find("AWS::EKS::Nodegroup", call.Region, $"{cluster}/{name}") ?? throw AwsException.NotFound("ResourceNotFoundException", $"No node group found for name: {name}.");
    }

    private IEnumerable<CloudResource> Children(AwsCall call, string type, string cluster)
    {
        Cluster(call, cluster);
        return world.Where(type, call.Region, "ClusterName", cluster);
    }

    private static JsonObject Names(string member, IEnumerable<string> names) => new() { [member] = new JsonArray([.. names.Select(n => (JsonNode)n)]) };
}

using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Network;

/// <summary>Subnet groups and security groups that data stores of the environment share.</summary>
internal static class DataGroups
{
    /// <summary>Adds the groups.</summary>
    public static void Add(ModuleContext context, GraphBuilder graph, VpcNetwork network)
    {
        graph.Aws("db-subnets", "RDS::DBSubnetGroup", new JsonObject
        {
            ["DBSubnetGroupName"] = "opta-" + context.Layer,
            ["DBSubnetGroupDescription"] = $"Private subnets of {context.Layer}",
            ["SubnetIds"] = Subnets(network),
        });
        graph.Aws("cache-subnets", "ElastiCache::SubnetGroup", new JsonObject
        {
            ["CacheSubnetGroupName"] = "opta-" + context.Layer,
            ["Description"] = $"Private subnets of {context.Layer}",
            ["SubnetIds"] = Subnets(network),
        });
        var range = context.Inputs.GetString("total_ipv4_cidr_block");
        Group("db-security-group", "db-sg", "Databases", 5432, 3306);
        Group("cache-security-group", "elasticache-sg", "Caches", 6379);
        Group("documentdb-security-group", "documentdb-sg", "Document databases", 27017);

        void Group(string name, string suffix, string what, params int[] ports) => graph.Aws(name, "EC2::SecurityGroup", new JsonObject
        {
            ["GroupName"] = $"opta-{context.Layer}-{suffix}",
            ["GroupDescription"] = $"{what} of {context.Layer}",
            ["VpcId"] = network.Vpc.Ref("VpcId"),
            ["SecurityGroupIngress"] = new JsonArray([.. ports.Select(port => (JsonNode)new JsonObject
            {
                ["IpProtocol"] = "tcp", ["FromPort"] = port, ["ToPort"] = port, ["CidrIp"] = range, ["Description"] = "from the VPC",
            })]),
        });
    }

    private static JsonArray Subnets(VpcNetwork network) => [.. network.PrivateSubnets.Select(subnet => (JsonNode)subnet.Ref("SubnetId"))];
}

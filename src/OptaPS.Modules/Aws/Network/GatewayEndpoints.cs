using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Network;

/// <summary>Free endpoints that keep S3 and DynamoDB traffic off the NAT gateways.</summary>
internal static class GatewayEndpoints
{
    /// <summary>Adds the endpoints to all route tables.</summary>
    public static void Add(ModuleContext context, GraphBuilder graph, VpcNetwork network)
    {
        foreach (var service in (string[])["s3", "dynamodb"])
        {
            graph.Aws($"{service}-endpoint", "EC2::VPCEndpoint", new JsonObject
            {
                ["VpcEndpointType"] = "Gateway",
                ["VpcId"] = network.Vpc.Ref("VpcId"),
                ["ServiceName"] = $"com.amazonaws.{context.Aws.Region}.{service}",
                ["RouteTableIds"] = new JsonArray([.. network.RouteTables.Select(table => (JsonNode)table.Ref("RouteTableId"))]),
            });
        }
    }
}

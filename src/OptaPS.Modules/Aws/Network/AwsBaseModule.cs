using System.Text.Json.Nodes;
using OptaPS.Modules.Compilation;

namespace OptaPS.Modules.Aws.Network;

/// <summary>The network, key, log bucket and shared groups of an AWS environment.</summary>
internal sealed class AwsBaseModule : IModule
{
    /// <summary>Fact that names what private subnets need before nodes can start in them.</summary>
    public const string WaysOutput = "network_ready";

    /// <inheritdoc/>
    public string Type => "aws-base";

    /// <inheritdoc/>
    public void Build(ModuleContext context, GraphBuilder graph)
    {
        foreach (var input in (string[])["vpc_id", "public_subnet_ids", "private_subnet_ids"])
            context.RefuseIfUsed(input, "Using an existing VPC");

        var account = AwsNames.Account(graph);
        var key = EncryptionKey.Add(context, graph, account);
        var network = VpcNetwork.Add(context, graph);
        FlowLogs.Add(context, graph, account, network.Vpc, key);
        GatewayEndpoints.Add(context, graph, network);
        DataGroups.Add(context, graph, network);
        var bucket = LogBucket.Add(context, graph);

        graph.Output("kms_account_key_arn", key.Ref("Arn"));
        graph.Output("kms_account_key_id", key.Ref("KeyId"));
        graph.Output("vpc_id", network.Vpc.Ref("VpcId"));
        graph.Output("private_subnet_ids", Ids(network.PrivateSubnets));
        graph.Output("public_subnets_ids", Ids(network.PublicSubnets));
        graph.Output("public_nat_ips", new JsonArray([.. network.Addresses.Select(address => (JsonNode)address.Ref("PublicIp"))]));
        graph.Fact(WaysOutput, new JsonArray([.. network.Ways.Select(way => (JsonNode)way.Address)]));
        graph.Output("s3_log_bucket_name", bucket.Ref("BucketName"));
    }

    private static JsonArray Ids(IEnumerable<ResourceHandle> subnets) => [.. subnets.Select(subnet => (JsonNode)subnet.Ref("SubnetId"))];
}

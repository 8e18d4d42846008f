using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Network;

/// <summary>Flow logs of the VPC into an encrypted log group.</summary>
internal static class FlowLogs
{
    private static readonly string[] WriteActions = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"];

    /// <summary>Adds log group, role and flow log.</summary>
    public static void Add(ModuleContext context, GraphBuilder graph, ResourceHandle account, ResourceHandle vpc, ResourceHandle key)
    {
        var group = graph.Aws("flow-log-group", "Logs::LogGroup", new JsonObject
        {
            ["LogGroupName"] = $"opta-{context.Layer}-vpc-flow",
            ["RetentionInDays"] = context.Inputs.GetInt("vpc_log_retention"),
            ["KmsKeyId"] = key.Ref("Arn"),
        });
        var trust = AwsPolicy.Trust("vpc-flow-logs.amazonaws.com");
        trust["Statement"]![0]!["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account.Ref("Account") } };
        var role = graph.Aws("flow-log-role", "IAM::Role", AwsPolicy.Role(
            AwsNames.Iam(context, "vpc-flow"), trust, "write-flow-logs", AwsPolicy.Of(AwsPolicy.Allow(WriteActions, new JsonArray(group.Ref("Arn"), Expression.Concat(group.Ref("Arn"), ":*"))))));
        graph.Aws("flow-log", "EC2::FlowLog", new JsonObject
        {
            ["ResourceType"] = "VPC",
            ["ResourceId"] = vpc.Ref("VpcId"),
            ["TrafficType"] = "ALL",
            ["LogDestinationType"] = "cloud-watch-logs",
            ["LogGroupName"] = $"opta-{context.Layer}-vpc-flow",
            ["DeliverLogsPermissionArn"] = role.Ref("Arn"),
        }, group);
    }
}

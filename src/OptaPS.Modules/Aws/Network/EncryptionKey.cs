using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Network;

/// <summary>The environment's own KMS key and its alias.</summary>
internal static class EncryptionKey
{
    private static readonly string[] UseActions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

    /// <summary>Adds key and alias.</summary>
    public static ResourceHandle Add(ModuleContext context, GraphBuilder graph, ResourceHandle account)
    {
        var root = Expression.Concat("arn:", account.Ref("Partition"), ":iam::", account.Ref("Account"), ":root");
        var owner = AwsPolicy.Allow(["kms:*"], "*");
        owner["Sid"] = "AccountAdministration";
        owner["Principal"] = new JsonObject { ["AWS"] = root };
        var logs = AwsPolicy.Allow(UseActions, "*", new JsonObject
        {
            ["ArnLike"] = new JsonObject
            {
                ["kms:EncryptionContext:aws:logs:arn"] = Expression.Concat(
                    "arn:", account.Ref("Partition"), $":logs:{context.Aws.Region}:", account.Ref("Account"), ":log-group:*"),
            },
        });
        logs["Sid"] = "LogGroups";
        logs["Principal"] = new JsonObject { ["Service"] = $"logs.{context.Aws.Region}.amazonaws.com" };
        var volumes = AwsPolicy.Allow([.. UseActions, "kms:CreateGrant"], "*", new JsonObject
        {
            ["StringEquals"] = new JsonObject
            {
                ["kms:ViaService"] = $"ec2.{context.Aws.Region}.amazonaws.com",
                ["kms:CallerAccount"] = account.Ref("Account"),
            },
        });
        volumes["Sid"] = "NodeVolumes";
        volumes["Principal"] = new JsonObject { ["AWS"] = "*" };

        var key = graph.Aws("key", "KMS::Key", new JsonObject
        {
            ["Description"] = $"OptaPS environment {context.Environment}",
            ["EnableKeyRotation"] = true,
            ["PendingWindowInDays"] = 7,
            ["KeyPolicy"] = AwsPolicy.Of(owner, logs, volumes),
        });
        graph.Aws("key-alias", "KMS::Alias", new JsonObject { ["AliasName"] = "alias/opta-" + context.Layer, ["TargetKeyId"] = key.Ref("KeyId") });
        return key;
    }
}

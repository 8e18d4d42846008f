using System.Text.Json.Nodes;
using OptaPS.Engine.Expressions;
using OptaPS.Modules.Compilation;
using OptaPS.Modules.Documents;

namespace OptaPS.Modules.Aws.Network;

/// <summary>The bucket for access logs: encrypted, versioned, closed to the public, https only.</summary>
internal static class LogBucket
{
    /// <summary>Adds bucket and policy.</summary>
    public static ResourceHandle Add(ModuleContext context, GraphBuilder graph)
    {
        var name = AwsNames.Limit($"opta-{context.Layer}-logs-{context.Aws.AccountId}-{context.Aws.Region}", 63);
        var bucket = graph.Aws("log-bucket", "S3::Bucket", new JsonObject
        {
            ["BucketName"] = name,
            ["BucketEncryption"] = new JsonObject
            {
                ["ServerSideEncryptionConfiguration"] = new JsonArray(new JsonObject
                {
                    ["ServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "AES256" },
                }),
            },
            ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" },
            ["PublicAccessBlockConfiguration"] = new JsonObject
            {
                ["BlockPublicAcls"] = true, ["BlockPublicPolicy"] = true, ["IgnorePublicAcls"] = true, ["RestrictPublicBuckets"] = true,
            },
            ["LifecycleConfiguration"] = new JsonObject
            {
                ["Rules"] = new JsonArray(new JsonObject
                {
                    ["Id"] = "expire-old-versions",
                    ["Status"] = "Enabled",
                    ["NoncurrentVersionExpiration"] = new JsonObject { ["NoncurrentDays"] = 90 },
                }),
            },
        });
        var arn = bucket.Ref("Arn");
        var encrypted = new JsonObject
        {
            ["Sid"] = "HttpsOnly",
            ["Effect"] = "Deny",
            ["Principal"] = "*",
            ["Action"] = "s3:*",
            ["Resource"] = new JsonArray(arn, Expression.Concat(bucket.Ref("Arn"), "/*")),
            ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
        };
        var delivery = AwsPolicy.Allow(["s3:PutObject"], Expression.Concat(bucket.Ref("Arn"), "/*"));
        delivery["Sid"] = "LogDelivery";
        delivery["Principal"] = new JsonObject { ["Service"] = "delivery.logs.amazonaws.com" };
        graph.Aws("log-bucket-policy", "S3::BucketPolicy", new JsonObject { ["Bucket"] = name, ["PolicyDocument"] = AwsPolicy.Of(encrypted, delivery) }, bucket);
        return bucket;
    }
}

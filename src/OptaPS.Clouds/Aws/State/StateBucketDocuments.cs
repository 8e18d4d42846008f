using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Clouds.Aws.State;

/// <summary>What a state bucket, its key and its policy look like.</summary>
internal sealed class StateBucketDocuments(AwsAccount account, string bucket, string alias)
{
    private const int KeepVersionsDays = 90;

    private string Partition => account.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : account.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    /// <summary>Refuses a bucket that would not protect a state.</summary>
    public static void Check(JsonObject present, string bucket)
    {
        var missing = new List<string>();
        if (present["VersioningConfiguration"]?["Status"]?.GetValue<string>() != "Enabled")
            missing.Add("versioning is not enabled");
        if (present["PublicAccessBlockConfiguration"] is not JsonObject block || block.Any(pair => pair.Value?.GetValue<bool>() != true) || block.Count < 4)
            missing.Add("public access is not blocked");
        if (present["BucketEncryption"]?["ServerSideEncryptionConfiguration"] is not JsonArray { Count: > 0 })
            missing.Add("encryption is not set");
        if (missing.Count > 0)
        {
            throw new OptaException(new Diagnostic("OPTA2106", Severity.Error, $"The bucket '{bucket}' exists but is not safe for a state: {string.Join(", ", missing)}.")
            {
                Category = DiagnosticCategory.SecurityError,
                Resource = bucket,
                Remedy = "Enable versioning, block public access and set default encryption on the bucket, or name another one.",
            });
        }
    }

    /// <summary>The key: used by this account only, new material every year.</summary>
    public JsonObject Key() => new()
    {
        ["Description"] = $"Protects the states in the bucket {bucket}",
        ["EnableKeyRotation"] = true,
        ["KeyPolicy"] = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Sid"] = "Account",
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["AWS"] = $"arn:{Partition}:iam::{account.AccountId}:root" },
                ["Action"] = "kms:*",
                ["Resource"] = "*",
            }),
        },
        ["Tags"] = Tags(),
    };

    /// <summary>The name of the key.</summary>
    public JsonObject Alias(string key) => new() { ["AliasName"] = alias, ["TargetKeyId"] = key };

    /// <summary>The bucket.</summary>
    public JsonObject Bucket() => new()
    {
        ["BucketName"] = bucket,
        ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" },
        ["PublicAccessBlockConfiguration"] = new JsonObject
        {
            ["BlockPublicAcls"] = true,
            ["BlockPublicPolicy"] = true,
            ["IgnorePublicAcls"] = true,
            ["RestrictPublicBuckets"] = true,
        },
        ["OwnershipControls"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "BucketOwnerEnforced" }) },
        ["BucketEncryption"] = new JsonObject
        {
            ["ServerSideEncryptionConfiguration"] = new JsonArray(new JsonObject
            {
                ["BucketKeyEnabled"] = true,
                ["ServerSideEncryptionByDefault"] = new JsonObject
                {
                    ["SSEAlgorithm"] = "aws:kms",
                    ["KMSMasterKeyID"] = $"arn:{Partition}:kms:{account.Region}:{account.AccountId}:{alias}",
                },
            }),
        },
        ["LifecycleConfiguration"] = new JsonObject
        {
            ["Rules"] = new JsonArray(new JsonObject
            {
                ["Id"] = "old-versions",
                ["Status"] = "Enabled",
                ["NoncurrentVersionExpiration"] = new JsonObject { ["NoncurrentDays"] = KeepVersionsDays },
                ["AbortIncompleteMultipartUpload"] = new JsonObject { ["DaysAfterInitiation"] = 7 },
            }),
        },
        ["Tags"] = Tags(),
    };

    /// <summary>Refuses every request that is not encrypted on its way.</summary>
    public JsonObject Policy() => new()
    {
        ["Bucket"] = bucket,
        ["PolicyDocument"] = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Sid"] = "TlsOnly",
                ["Effect"] = "Deny",
                ["Principal"] = "*",
                ["Action"] = "s3:*",
                ["Resource"] = new JsonArray($"arn:{Partition}:s3:::{bucket}", $"arn:{Partition}:s3:::{bucket}/*"),
                ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
            }),
        },
    };

    private static JsonArray Tags() => [new JsonObject { ["Key"] = "optaps", ["Value"] = "state" }];
}

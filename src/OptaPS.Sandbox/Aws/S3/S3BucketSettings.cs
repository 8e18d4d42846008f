using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Settings of a bucket under its own sub-resources: encryption, public access block, tags, policy.</summary>
internal sealed class S3BucketSettings(CloudWorld world)
{
    private const string PolicyType = "AWS::S3::BucketPolicy";
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static readonly string[] Blocks = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    /// <summary>The answer, or null when the operation is none of these.</summary>
    public async Task<AwsReply?> AnswerAsync(AwsCall call, CloudResource bucket)
    {
        switch (call.Operation)
        {
            case "GetBucketEncryption":
                return Encryption(bucket);
            case "PutBucketEncryption":
                var rule = S3Xml.Parse(call.Body).Descendants();
                var by = new JsonObject { ["SSEAlgorithm"] = Text(rule, "SSEAlgorithm") };
                if (Text(rule, "KMSMasterKeyID") is { Length: > 0 } key)
                {
                    by["KMSMasterKeyID"] = key;
                }

                return await SetAsync(call, bucket, "BucketEncryption", new JsonObject { ["ServerSideEncryptionConfiguration"] = new JsonArray(new JsonObject { ["ServerSideEncryptionByDefault"] = by }) }, 200);
            case "GetPublicAccessBlock":
                return bucket.Model["PublicAccessBlockConfiguration"] is JsonObject present
                    ? Xml(new XElement(Space + "PublicAccessBlockConfiguration", Blocks.Select(b => new XElement(Space + b, (bool?)present[b] == true ? "true" : "false"))))
                    : throw AwsException.NotFound("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");
            case "PutPublicAccessBlock":
                var wanted = S3Xml.Parse(call.Body).Elements();
                return await SetAsync(call, bucket, "PublicAccessBlockConfiguration", new JsonObject(Blocks.Select(b => KeyValuePair.Create(b, (JsonNode?)JsonValue.Create(Text(wanted, b) == "true")))), 200);
            case "DeletePublicAccessBlock":
                return await SetAsync(call, bucket, "PublicAccessBlockConfiguration", null, 204);
            case "GetBucketTagging":
                return bucket.Model["Tags"] is JsonArray { Count: > 0 } tags
                    ? Xml(new XElement(Space + "Tagging", new XElement(Space + "TagSet", tags.Select(t => new XElement(Space + "Tag", new XElement(Space + "Key", t!["Key"]!.ToString()), new XElement(Space + "Value", t["Value"]!.ToString()))))))
                    : throw AwsException.NotFound("NoSuchTagSet", "The TagSet does not exist");
            case "PutBucketTagging":
                var all = S3Xml.Parse(call.Body).Descendants().Where(e => e.Name.LocalName == "Tag");
                return await SetAsync(call, bucket, "Tags", new JsonArray([.. all.Select(t => (JsonNode)new JsonObject { ["Key"] = Text(t.Elements(), "Key"), ["Value"] = Text(t.Elements(), "Value") })]), 204);
            case "DeleteBucketTagging":
                return await SetAsync(call, bucket, "Tags", null, 204);
            case "GetBucketPolicy":
                return Policy(bucket) is { } found
                    ? new AwsReply(200, "application/json", System.Text.Encoding.UTF8.GetBytes(found.Model["PolicyDocument"] is JsonValue text ? text.ToString() : found.Model["PolicyDocument"]!.ToJsonString()))
                    : throw AwsException.NotFound("NoSuchBucketPolicy", "The bucket policy does not exist");
            case "GetBucketLifecycleConfiguration" when bucket.Model["LifecycleConfiguration"] is null:
                throw AwsException.NotFound("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
            case "GetBucketCors" when bucket.Model["CorsConfiguration"] is null:
                throw AwsException.NotFound("NoSuchCORSConfiguration", "The CORS configuration does not exist");
            default:
                return null;
        }
    }

    private static AwsReply Encryption(CloudResource bucket)
    {
        // Every bucket is encrypted with S3's own key when nothing else is said.
        var path = "BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/";
        var algorithm = bucket.Text(path + "SSEAlgorithm") is { Length: > 0 } chosen ? chosen : "AES256";
        var key = bucket.Text(path + "KMSMasterKeyID");
        return Xml(new XElement(
            Space + "ServerSideEncryptionConfiguration",
            new XElement(
                Space + "Rule",
                new XElement(Space + "ApplyServerSideEncryptionByDefault", new XElement(Space + "SSEAlgorithm", algorithm), key.Length > 0 ? new XElement(Space + "KMSMasterKeyID", key) : null),
                new XElement(Space + "BucketKeyEnabled", bucket.Text("BucketEncryption/ServerSideEncryptionConfiguration/0/BucketKeyEnabled") == "true" ? "true" : "false"))));
    }

    private CloudResource? Policy(CloudResource bucket) => world.All(PolicyType, bucket.Region).FirstOrDefault(p => p.Text("Bucket") == bucket.Identifier);

    private async Task<AwsReply> SetAsync(AwsCall call, CloudResource bucket, string member, JsonNode? value, int status)
    {
        var model = (JsonObject)bucket.Model.DeepClone();
        if (value is null)
        {
            model.Remove(member);
        }
        else
        {
            model[member] = value;
        }

        call.Effect = !JsonNode.DeepEquals(model, bucket.Model);
        await world.PutAsync(bucket with { Model = model });
        return AwsReply.Empty(status);
    }

    private static string Text(IEnumerable<XElement> elements, string name) => elements.FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    private static AwsReply Xml(XElement element) => AwsReply.Xml(element) with { ContentType = "application/xml" };
}

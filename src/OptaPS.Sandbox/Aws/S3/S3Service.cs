using System.Text.Json.Nodes;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;
using OptaPS.Sandbox.Aws.World;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>S3 (REST-XML, path style) over the buckets of the world.</summary>
internal sealed class S3Service(CloudWorld world, ObjectStore objects, S3Objects handler, S3Uploads uploads, S3BucketSettings settings, TimeProvider time) : IAwsService
{
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public string Name => "s3";

    public AwsErrorFormat ErrorFormat => AwsErrorFormat.S3;

    public void Identify(AwsCall call)
    {
        var address = S3Address.Of(call);
        call.Operation = address.Operation;
        call.ResourceType = "AWS::S3::Bucket";
        call.Identifier = address.Key.Length > 0 ? address.Bucket + "/" + address.Key : address.Bucket;
        call.Mutating = call.Method is "PUT" or "POST" or "DELETE";
    }

    public async Task<AwsReply> InvokeAsync(AwsCall call, CancellationToken ct)
    {
        var caller = call.Caller;
        var address = S3Address.Of(call);
        switch (address.Operation)
        {
            case "ListBuckets":
                return Xml(new XElement(Space + "ListAllMyBucketsResult",
                    new XElement(Space + "Owner", new XElement(Space + "ID", caller.AccountId)),
                    new XElement(Space + "Buckets", world.Everything().Where(r => r.Type == "AWS::S3::Bucket").Select(b => new XElement(Space + "Bucket", new XElement(Space + "Name", b.Identifier), new XElement(Space + "CreationDate", Time(b.Created)))))));
            case "CreateBucket":
                return await CreateAsync(call, address.Bucket);
        }

        var bucket = world.Everything().FirstOrDefault(r => r.Type == "AWS::S3::Bucket" && r.Identifier == address.Bucket)
            ?? throw AwsException.NotFound("NoSuchBucket", "The specified bucket does not exist");
        return address.Operation switch
        {
            "HeadBucket" => AwsReply.Empty(200) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amz-bucket-region"] = bucket.Region } },
            "DeleteBucket" => await DeleteAsync(call, bucket),
            "GetBucketLocation" => Xml(new XElement(Space + "LocationConstraint", bucket.Region == "us-east-1" ? null : bucket.Region)),
            "GetBucketVersioning" => Xml(new XElement(Space + "VersioningConfiguration", bucket.Text("VersioningConfiguration/Status") is { Length: > 0 } status ? new XElement(Space + "Status", status) : null)),
            "PutBucketVersioning" => await SetVersioningAsync(call, bucket),
            "ListObjectsV2" or "ListObjects" => S3Listing.Objects(call, bucket.Identifier, objects.All(bucket.Identifier)),
            "ListObjectVersions" => S3Listing.Versions(call, bucket.Identifier, objects.All(bucket.Identifier)),
            "ListMultipartUploads" => uploads.ListUploads(call, bucket.Identifier),
            _ when await settings.AnswerAsync(call, bucket) is { } setting => setting,
            _ => await handler.HandleAsync(call, address, bucket.Text("VersioningConfiguration/Status") == "Enabled", ct)
        };
    }

    private async Task<AwsReply> CreateAsync(AwsCall call, string name)
    {
        if (!BucketName.IsValid(name))
        {
            throw AwsException.BadRequest("InvalidBucketName", "The specified bucket is not valid.");
        }

        var location = new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = "/" + name };
        if (world.Everything().FirstOrDefault(r => r.Type == "AWS::S3::Bucket" && r.Identifier == name) is { } existing)
        {
            // In the oldest region a second creation by the owner succeeds.
            return existing.Region == call.Region && call.Region == "us-east-1"
                ? AwsReply.Empty(200) with { Headers = location }
                : throw new AwsException(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
        }

        var model = new JsonObject { ["BucketName"] = name, ["Arn"] = "arn:aws:s3:::" + name, ["DomainName"] = name + ".s3.amazonaws.com", ["RegionalDomainName"] = $"{name}.s3.{call.Region}.amazonaws.com" };
        await world.PutAsync(new CloudResource("AWS::S3::Bucket", name, model, call.Region, world.Account, time.GetUtcNow()));
        call.Effect = true;
        return AwsReply.Empty(200) with { Headers = location };
    }

    private async Task<AwsReply> DeleteAsync(AwsCall call, CloudResource bucket)
    {
        if (objects.All(bucket.Identifier).Count > 0)
        {
            throw new AwsException(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }

        await world.RemoveAsync([bucket]);
        call.Effect = true;
        return AwsReply.Empty(204);
    }

    private async Task<AwsReply> SetVersioningAsync(AwsCall call, CloudResource bucket)
    {
        var status = S3Xml.Parse(call.Body).Elements().FirstOrDefault(e => e.Name.LocalName == "Status")?.Value;
        var model = (JsonObject)bucket.Model.DeepClone();
        model["VersioningConfiguration"] = new JsonObject { ["Status"] = status };
        await world.PutAsync(bucket with { Model = model });
        call.Effect = true;
        return AwsReply.Empty(200);
    }

    private static AwsReply Xml(XElement element) => AwsReply.Xml(element) with { ContentType = "application/xml" };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}

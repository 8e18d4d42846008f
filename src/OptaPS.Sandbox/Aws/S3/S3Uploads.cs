using System.Security.Cryptography;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Multipart uploads: parts in any order, listed, copied, completed under a condition, aborted.</summary>
internal sealed class S3Uploads(UploadStore uploads, ObjectStore objects, TimeProvider time)
{
    private const long SmallestPart = 5 * 1024 * 1024;
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public async Task<AwsReply> StartAsync(AwsCall call, S3Address address)
    {
        var upload = new OpenUpload(Guid.NewGuid().ToString("N"), address.Bucket, address.Key, time.GetUtcNow(), call.Header("Content-Type") ?? "binary/octet-stream", S3Objects.MetadataOf(call));
        await uploads.StartAsync(upload);
        call.Effect = true;
        return Xml(new XElement(Space + "InitiateMultipartUploadResult", Named(upload)));
    }

    public async Task<AwsReply> PutPartAsync(AwsCall call, ReadOnlyMemory<byte> content)
    {
        var number = int.TryParse(call.Http.Request.Query["partNumber"], out var parsed) ? parsed : 0;
        if (number is < 1 or > 10000)
        {
            throw AwsException.BadRequest("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }

        var part = await uploads.PutAsync(Find(call).Id, number, content, time.GetUtcNow()) ?? throw Missing();
        call.Effect = true;
        return call.Operation == "UploadPartCopy"
            ? Xml(new XElement(Space + "CopyPartResult", new XElement(Space + "LastModified", S3Listing.Time(part.Modified)), new XElement(Space + "ETag", part.ETag)))
            : AwsReply.Empty(200) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = part.ETag } };
    }

    public AwsReply ListParts(AwsCall call)
    {
        var upload = Find(call);
        var after = int.TryParse(call.Http.Request.Query["part-number-marker"], out var marker) ? marker : 0;
        var limit = int.TryParse(call.Http.Request.Query["max-parts"], out var max) ? Math.Clamp(max, 1, 1000) : 1000;
        var page = upload.Parts.Where(p => p.Number > after).Take(limit).ToList();
        return Xml(new XElement(
            Space + "ListPartsResult",
            Named(upload),
            new XElement(Space + "PartNumberMarker", after),
            new XElement(Space + "NextPartNumberMarker", page.Count == 0 ? 0 : page[^1].Number),
            new XElement(Space + "MaxParts", limit),
            new XElement(Space + "IsTruncated", upload.Parts.Any(p => p.Number > after) && page[^1].Number != upload.Parts[^1].Number ? "true" : "false"),
            page.Select(p => new XElement(
                Space + "Part",
                new XElement(Space + "PartNumber", p.Number),
                new XElement(Space + "LastModified", S3Listing.Time(p.Modified)),
                new XElement(Space + "ETag", p.ETag),
                new XElement(Space + "Size", p.Size))),
            new XElement(Space + "StorageClass", "STANDARD")));
    }

    public AwsReply ListUploads(AwsCall call, string bucket)
    {
        var prefix = call.Http.Request.Query["prefix"].ToString();
        var found = uploads.All.Where(u => u.Bucket == bucket && u.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(u => u.Key, StringComparer.Ordinal).ThenBy(u => u.Started);
        return Xml(new XElement(
            Space + "ListMultipartUploadsResult",
            new XElement(Space + "Bucket", bucket),
            new XElement(Space + "MaxUploads", 1000),
            new XElement(Space + "IsTruncated", "false"),
            found.Select(u => new XElement(Space + "Upload", new XElement(Space + "Key", u.Key), new XElement(Space + "UploadId", u.Id), new XElement(Space + "StorageClass", "STANDARD"), new XElement(Space + "Initiated", S3Listing.Time(u.Started))))));
    }

    /// <summary>Puts the parts together when the request's condition on the present object holds.</summary>
    public async Task<AwsReply> CompleteAsync(AwsCall call, bool versioned, CancellationToken ct)
    {
        var upload = Find(call);
        var parts = Wanted(call, upload);
        var etag = $"\"{Convert.ToHexStringLower(MD5.HashData([.. parts.SelectMany(p => Convert.FromHexString(p.ETag.Trim('"')))]))}-{parts.Count}\"";
        var draft = new StoredVersion("", etag, 0, time.GetUtcNow(), "") { ContentType = upload.ContentType, Metadata = upload.Metadata };
        var stored = await objects.PutAsync(upload.Bucket, upload.Key, (file, token) => JoinAsync(parts, file, token), draft, versioned, newest => S3Objects.Allows(call, newest), ct)
            ?? throw S3Objects.Precondition();
        await uploads.RemoveAsync(upload.Id);
        call.Effect = true;
        var reply = Xml(new XElement(Space + "CompleteMultipartUploadResult", new XElement(Space + "Location", $"https://{call.Http.Request.Host}/{upload.Bucket}/{upload.Key}"), new XElement(Space + "Bucket", upload.Bucket), new XElement(Space + "Key", upload.Key), new XElement(Space + "ETag", etag)));
        return versioned ? reply with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amz-version-id"] = stored.Id } } : reply;
    }

    public async Task<AwsReply> AbortAsync(AwsCall call)
    {
        call.Effect = await uploads.RemoveAsync(Find(call).Id);
        return AwsReply.Empty(204);
    }

    private static IReadOnlyList<StoredPart> Wanted(AwsCall call, OpenUpload upload)
    {
        var named = S3Xml.Parse(call.Body).Elements().Where(e => e.Name.LocalName == "Part")
            .Select(e => (Number: int.Parse(Member(e, "PartNumber")), ETag: Member(e, "ETag"))).ToList();
        if (named.Count == 0)
        {
            throw AwsException.BadRequest("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }

        if (named.Zip(named.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw AwsException.BadRequest("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.");
        }

        var parts = named.Select(n => upload.Parts.FirstOrDefault(p => p.Number == n.Number && (n.ETag.Length == 0 || p.ETag.Trim('"') == n.ETag.Trim('"')))
            ?? throw AwsException.BadRequest("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")).ToList();
        return parts.SkipLast(1).Any(p => p.Size < SmallestPart)
            ? throw AwsException.BadRequest("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            : parts;
    }

    private async ValueTask JoinAsync(IReadOnlyList<StoredPart> parts, Stream target, CancellationToken ct)
    {
        foreach (var part in parts)
        {
            await using var source = objects.OpenFile(part.File);
            await source.CopyToAsync(target, ct);
        }
    }

    private static string Member(XElement element, string name) => element.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? "";

    private static IEnumerable<XElement> Named(OpenUpload upload) => [new(Space + "Bucket", upload.Bucket), new(Space + "Key", upload.Key), new(Space + "UploadId", upload.Id)];

    private OpenUpload Find(AwsCall call) => uploads.Find(call.Http.Request.Query["uploadId"].ToString()) ?? throw Missing();

    private static AwsException Missing() => AwsException.NotFound("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    private static AwsReply Xml(XElement element) => AwsReply.Xml(element) with { ContentType = "application/xml" };
}

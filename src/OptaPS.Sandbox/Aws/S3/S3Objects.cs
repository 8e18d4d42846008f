using System.Collections.Concurrent;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Operations on objects: conditional writes and deletes, ranges, copies, multipart uploads. Open uploads are lost when the sandbox stops.</summary>
internal sealed class S3Objects(ObjectStore objects, TimeProvider time)
{
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, byte[]>> _uploads = new(StringComparer.Ordinal);

    public async Task<AwsReply> HandleAsync(AwsCall call, S3Address address, bool versioned, CancellationToken ct) => address.Operation switch
    {
        "PutObject" => await PutAsync(call, address, Content(call), versioned),
        "GetObject" or "HeadObject" => await GetAsync(call, address, ct),
        "DeleteObject" => await DeleteAsync(call, address, versioned),
        "DeleteObjects" => await DeleteManyAsync(call, address, versioned),
        "CopyObject" => await CopyAsync(call, address, versioned, ct),
        "CreateMultipartUpload" => CreateUpload(address),
        "UploadPart" => UploadPart(call),
        "CompleteMultipartUpload" => await CompleteAsync(call, address, versioned),
        "AbortMultipartUpload" => Abort(call),
        _ => throw new AwsException(501, "NotImplemented", $"A header or query you provided implies functionality that is not implemented: {call.Operation}")
    };

    private async Task<AwsReply> PutAsync(AwsCall call, S3Address address, ReadOnlyMemory<byte> content, bool versioned, string? etag = null)
    {
        var draft = new StoredVersion("", etag ?? ObjectStore.ETagOf(content.Span), 0, time.GetUtcNow(), "")
        {
            ContentType = call.Http.Request.ContentType ?? "binary/octet-stream",
            Metadata = call.Http.Request.Headers.Where(h => h.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal)
        };
        var stored = await objects.PutAsync(address.Bucket, address.Key, content, draft, versioned, newest => Allows(call, newest)) ?? throw Precondition();
        call.Effect = true;
        return AwsReply.Empty(200) with { Headers = Headers(stored) };
    }

    private async Task<AwsReply> GetAsync(AwsCall call, S3Address address, CancellationToken ct)
    {
        var id = call.Http.Request.Query["versionId"].ToString();
        var version = id.Length > 0 ? objects.Versions(address.Bucket, address.Key).FirstOrDefault(v => v.Id == id && !v.DeleteMarker) : objects.Newest(address.Bucket, address.Key);
        if (version is null)
        {
            throw AwsException.NotFound("NoSuchKey", "The specified key does not exist.");
        }

        if (call.Header("If-None-Match") is { } none && (none == "*" || none == version.ETag))
        {
            return AwsReply.Empty(304) with { Headers = Headers(version) };
        }

        if (call.Header("If-Match") is { } match && match != version.ETag && match.Trim('"') != version.ETag.Trim('"'))
        {
            throw Precondition();
        }

        var headers = Headers(version);
        headers["Content-Length"] = version.Size.ToString();
        if (call.Operation == "HeadObject")
        {
            return AwsReply.Empty(200) with { Headers = headers, ContentType = version.ContentType };
        }

        await using var file = objects.Open(version);
        var (from, length, partial) = Range(call.Header("Range"), version.Size);
        var content = new byte[length];
        file.Seek(from, SeekOrigin.Begin);
        await file.ReadExactlyAsync(content, ct);
        headers["Content-Length"] = length.ToString();
        if (partial)
        {
            headers["Content-Range"] = $"bytes {from}-{from + length - 1}/{version.Size}";
        }

        return new AwsReply(partial ? 206 : 200, version.ContentType, content) { Headers = headers };
    }

    private async Task<AwsReply> DeleteAsync(AwsCall call, S3Address address, bool versioned)
    {
        if (call.Http.Request.Query["versionId"].ToString() is { Length: > 0 } id)
        {
            await objects.DeleteVersionAsync(address.Bucket, address.Key, id);
            call.Effect = true;
            return AwsReply.Empty(204);
        }

        call.Effect = objects.Newest(address.Bucket, address.Key) is not null;
        return await objects.DeleteAsync(address.Bucket, address.Key, time.GetUtcNow(), versioned, newest => Allows(call, newest)) ? AwsReply.Empty(204) : throw Precondition();
    }

    private async Task<AwsReply> DeleteManyAsync(AwsCall call, S3Address address, bool versioned)
    {
        var result = new XElement(Space + "DeleteResult");
        foreach (var entry in S3Xml.Parse(call.Body).Elements().Where(e => e.Name.LocalName == "Object"))
        {
            var key = entry.Elements().First(e => e.Name.LocalName == "Key").Value;
            var version = entry.Elements().FirstOrDefault(e => e.Name.LocalName == "VersionId")?.Value;
            if (version is not null)
            {
                await objects.DeleteVersionAsync(address.Bucket, key, version);
            }
            else
            {
                await objects.DeleteAsync(address.Bucket, key, time.GetUtcNow(), versioned, _ => true);
            }

            result.Add(new XElement(Space + "Deleted", new XElement(Space + "Key", key), version is null ? null : new XElement(Space + "VersionId", version)));
            call.Effect = true;
        }

        return AwsReply.Xml(result) with { ContentType = "application/xml" };
    }

    private async Task<AwsReply> CopyAsync(AwsCall call, S3Address address, bool versioned, CancellationToken ct)
    {
        var source = Uri.UnescapeDataString(call.Header("x-amz-copy-source")!).TrimStart('/').Split('/', 2);
        var version = objects.Newest(source[0], source[^1]) ?? throw AwsException.NotFound("NoSuchKey", "The specified key does not exist.");
        await using var file = objects.Open(version);
        var content = new byte[version.Size];
        await file.ReadExactlyAsync(content, ct);
        await PutAsync(call, address, content, versioned);
        return AwsReply.Xml(new XElement(Space + "CopyObjectResult", new XElement(Space + "ETag", version.ETag), new XElement(Space + "LastModified", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'")))) with { ContentType = "application/xml" };
    }

    private AwsReply CreateUpload(S3Address address)
    {
        var id = Guid.NewGuid().ToString("N");
        _uploads[id] = new ConcurrentDictionary<int, byte[]>();
        return AwsReply.Xml(new XElement(Space + "InitiateMultipartUploadResult", new XElement(Space + "Bucket", address.Bucket), new XElement(Space + "Key", address.Key), new XElement(Space + "UploadId", id))) with { ContentType = "application/xml" };
    }

    private AwsReply UploadPart(AwsCall call)
    {
        var content = Content(call).ToArray();
        Upload(call)[int.Parse(call.Http.Request.Query["partNumber"].ToString())] = content;
        return AwsReply.Empty(200) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["ETag"] = ObjectStore.ETagOf(content) } };
    }

    private async Task<AwsReply> CompleteAsync(AwsCall call, S3Address address, bool versioned)
    {
        var parts = Upload(call);
        var wanted = S3Xml.Parse(call.Body).Elements().Where(e => e.Name.LocalName == "Part").Select(e => int.Parse(e.Elements().First(n => n.Name.LocalName == "PartNumber").Value)).ToList();
        if (wanted.Count == 0 || wanted.Any(n => !parts.ContainsKey(n)))
        {
            throw AwsException.BadRequest("InvalidPart", "One or more of the specified parts could not be found.");
        }

        byte[] content = [.. wanted.SelectMany(n => parts[n])];
        var etag = ObjectStore.ETagOf(content).TrimEnd('"') + $"-{wanted.Count}\"";
        await PutAsync(call, address, content, versioned, etag);
        _uploads.TryRemove(call.Http.Request.Query["uploadId"].ToString(), out _);
        return AwsReply.Xml(new XElement(Space + "CompleteMultipartUploadResult", new XElement(Space + "Bucket", address.Bucket), new XElement(Space + "Key", address.Key), new XElement(Space + "ETag", etag))) with { ContentType = "application/xml" };
    }

    private AwsReply Abort(AwsCall call)
    {
        Upload(call);
        _uploads.TryRemove(call.Http.Request.Query["uploadId"].ToString(), out _);
        return AwsReply.Empty(204);
    }

    private ConcurrentDictionary<int, byte[]> Upload(AwsCall call) => _uploads.TryGetValue(call.Http.Request.Query["uploadId"].ToString(), out var parts)
        ? parts
        : throw AwsException.NotFound("NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");

    private static ReadOnlyMemory<byte> Content(AwsCall call) =>
        call.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true || call.Header("Content-Encoding")?.Contains("aws-chunked", StringComparison.Ordinal) == true
            ? AwsChunked.Decode(call.Body)
            : call.Body;

    private static bool Allows(AwsCall call, StoredVersion? newest)
    {
        if (call.Header("If-None-Match") == "*" && newest is not null)
        {
            return false;
        }

        if (call.Header("If-Match") is not { } match)
        {
            return true;
        }

        return newest is null
            ? throw AwsException.NotFound("NoSuchKey", "The specified key does not exist.")
            : match == "*" || match.Trim('"') == newest.ETag.Trim('"');
    }

    private static (long From, long Length, bool Partial) Range(string? header, long size)
    {
        if (header?.StartsWith("bytes=", StringComparison.Ordinal) != true || header[6..].Split('-') is not [var first, var last])
        {
            return (0, size, false);
        }

        var from = first.Length > 0 ? long.Parse(first) : Math.Max(0, size - long.Parse(last));
        var to = first.Length > 0 && last.Length > 0 ? Math.Min(long.Parse(last), size - 1) : size - 1;
        return from < size ? (from, to - from + 1, true) : throw new AwsException(416, "InvalidRange", "The requested range is not satisfiable");
    }

    private static Dictionary<string, string> Headers(StoredVersion version)
    {
        var headers = new Dictionary<string, string>(version.Metadata, StringComparer.Ordinal)
        {
            ["ETag"] = version.ETag,
            ["Last-Modified"] = version.Modified.UtcDateTime.ToString("r")
        };
        if (version.Id != "null")
        {
            headers["x-amz-version-id"] = version.Id;
        }

        return headers;
    }

    private static AwsException Precondition() => new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
}

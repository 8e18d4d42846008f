using System.Security.Cryptography;
using System.Xml.Linq;
using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Operations on objects: conditional writes and deletes, ranges, copies, multipart uploads.</summary>
internal sealed class S3Objects(ObjectStore objects, S3Uploads uploads, TimeProvider time)
{
    private static readonly XNamespace Space = "http://s3.amazonaws.com/doc/2006-03-01/";

    public async Task<AwsReply> HandleAsync(AwsCall call, S3Address address, bool versioned, CancellationToken ct) => address.Operation switch
    {
        "PutObject" => await PutAsync(call, address, Content(call), versioned),
        "GetObject" or "HeadObject" => await GetAsync(call, address, ct),
        "DeleteObject" => await DeleteAsync(call, address, versioned),
        "DeleteObjects" => await DeleteManyAsync(call, address, versioned),
        "CopyObject" => await CopyAsync(call, address, versioned, ct),
        "CreateMultipartUpload" => await uploads.StartAsync(call, address),
        "UploadPart" => await uploads.PutPartAsync(call, Content(call)),
        "UploadPartCopy" => await uploads.PutPartAsync(call, await CopiedAsync(call, ct)),
        "ListParts" => uploads.ListParts(call),
        "CompleteMultipartUpload" => await uploads.CompleteAsync(call, versioned, ct),
        "AbortMultipartUpload" => await uploads.AbortAsync(call),
        _ => throw new AwsException(501, "NotImplemented", $"A header or query you provided implies functionality that is not implemented: {call.Operation}")
    };

    private async Task<AwsReply> PutAsync(AwsCall call, S3Address address, ReadOnlyMemory<byte> content, bool versioned)
    {
        var draft = new StoredVersion("", ObjectStore.ETagOf(content.Span), 0, time.GetUtcNow(), "")
        {
            ContentType = call.Http.Request.ContentType ?? "binary/octet-stream",
            Metadata = MetadataOf(call)
        };
        CheckDigest(call, content.Span);
        return AwsReply.Empty(200) with { Headers = Headers(await StoreAsync(call, address, content, draft, versioned)) };
    }

    private async Task<StoredVersion> StoreAsync(AwsCall call, S3Address address, ReadOnlyMemory<byte> content, StoredVersion draft, bool versioned)
    {
        var stored = await objects.PutAsync(address.Bucket, address.Key, (file, ct) => file.WriteAsync(content, ct), draft, versioned, newest => Allows(call, newest), CancellationToken.None) ?? throw Precondition();
        call.Effect = true;
        return stored;
    }

    private async Task<AwsReply> GetAsync(AwsCall call, S3Address address, CancellationToken ct)
    {
        var id = call.Http.Request.Query["versionId"].ToString();
        var version = id.Length > 0 ? objects.Versions(address.Bucket, address.Key).FirstOrDefault(v => v.Id == id && !v.DeleteMarker) : objects.Newest(address.Bucket, address.Key);
        if (version is null)
        {
            throw AwsException.NotFound("NoSuchKey", "The specified key does not exist.");
        }

        switch (S3ReadConditions.Answer(call, version))
        {
            case 304:
                return AwsReply.Empty(304) with { Headers = Headers(version) };
            case 412:
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
            return Deleted(id, marker: false);
        }

        call.Effect = versioned || objects.Newest(address.Bucket, address.Key) is not null;
        var (allowed, made) = await objects.DeleteAsync(address.Bucket, address.Key, time.GetUtcNow(), versioned, newest => Allows(call, newest));
        return !allowed ? throw Precondition() : made is null ? AwsReply.Empty(204) : Deleted(made, marker: true);
    }

    private static AwsReply Deleted(string version, bool marker)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-amz-version-id"] = version };
        if (marker)
        {
            headers["x-amz-delete-marker"] = "true";
        }

        return AwsReply.Empty(204) with { Headers = headers };
    }

    private async Task<AwsReply> DeleteManyAsync(AwsCall call, S3Address address, bool versioned)
    {
        var result = new XElement(Space + "DeleteResult");
        foreach (var entry in S3Xml.Parse(call.Body).Elements().Where(e => e.Name.LocalName == "Object"))
        {
            var key = entry.Elements().First(e => e.Name.LocalName == "Key").Value;
            var version = entry.Elements().FirstOrDefault(e => e.Name.LocalName == "VersionId")?.Value;
            string? marker = null;
            if (version is not null)
            {
                await objects.DeleteVersionAsync(address.Bucket, key, version);
            }
            else
            {
                (_, marker) = await objects.DeleteAsync(address.Bucket, key, time.GetUtcNow(), versioned, _ => true);
            }

            result.Add(new XElement(
                Space + "Deleted",
                new XElement(Space + "Key", key),
                version is null ? null : new XElement(Space + "VersionId", version),
                marker is null ? null : new XElement(Space + "DeleteMarker", "true"),
                marker is null ? null : new XElement(Space + "DeleteMarkerVersionId", marker)));
            call.Effect = true;
        }

        return AwsReply.Xml(result) with { ContentType = "application/xml" };
    }

    private async Task<AwsReply> CopyAsync(AwsCall call, S3Address address, bool versioned, CancellationToken ct)
    {
        var source = Source(call);
        var content = await ReadAsync(source, ct);
        var replaces = call.Header("x-amz-metadata-directive") == "REPLACE";
        var draft = new StoredVersion("", ObjectStore.ETagOf(content), 0, time.GetUtcNow(), "")
        {
            ContentType = replaces ? call.Http.Request.ContentType ?? "binary/octet-stream" : source.ContentType,
            Metadata = replaces ? MetadataOf(call) : source.Metadata
        };
        var stored = await StoreAsync(call, address, content, draft, versioned);
        return AwsReply.Xml(new XElement(Space + "CopyObjectResult", new XElement(Space + "ETag", stored.ETag), new XElement(Space + "LastModified", S3Listing.Time(stored)))) with { ContentType = "application/xml" };
    }

    private async Task<ReadOnlyMemory<byte>> CopiedAsync(AwsCall call, CancellationToken ct)
    {
        var source = Source(call);
        var (from, length, _) = Range(call.Header("x-amz-copy-source-range"), source.Size);
        return (await ReadAsync(source, ct)).AsMemory((int)from, (int)length);
    }

    private StoredVersion Source(AwsCall call)
    {
        var named = call.Header("x-amz-copy-source")!.Split("?versionId=", 2);
        var path = Uri.UnescapeDataString(named[0]).TrimStart('/').Split('/', 2);
        return (named.Length == 2 ? objects.Versions(path[0], path[^1]).FirstOrDefault(v => v.Id == named[1] && !v.DeleteMarker) : objects.Newest(path[0], path[^1]))
            ?? throw AwsException.NotFound("NoSuchKey", "The specified key does not exist.");
    }

    private async Task<byte[]> ReadAsync(StoredVersion version, CancellationToken ct)
    {
        await using var file = objects.Open(version);
        var content = new byte[version.Size];
        await file.ReadExactlyAsync(content, ct);
        return content;
    }

    /// <summary>The request's own metadata, as it is stored with the object.</summary>
    public static IReadOnlyDictionary<string, string> MetadataOf(AwsCall call) => call.Http.Request.Headers
        .Where(h => h.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)).ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal);

    private static void CheckDigest(AwsCall call, ReadOnlySpan<byte> content)
    {
        if (call.Header("Content-MD5") is { } claimed && claimed != Convert.ToBase64String(MD5.HashData(content)))
        {
            throw AwsException.BadRequest("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static ReadOnlyMemory<byte> Content(AwsCall call) =>
        call.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true || call.Header("Content-Encoding")?.Contains("aws-chunked", StringComparison.Ordinal) == true
            ? AwsChunked.Decode(call.Body)
            : call.Body;

    /// <summary>Whether the conditions of a write or delete hold for the newest version.</summary>
    /// <exception cref="AwsException">NoSuchKey: the condition names a version and there is none.</exception>
    public static bool Allows(AwsCall call, StoredVersion? newest)
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

    public static AwsException Precondition() => new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
}

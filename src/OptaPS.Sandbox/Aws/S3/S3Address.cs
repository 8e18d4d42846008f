using OptaPS.Sandbox.Aws.Protocol;

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>Bucket and key that a path-style request names, and the operation that its method and query mean.</summary>
internal sealed record S3Address(string Bucket, string Key, string Operation)
{
    public static S3Address Of(AwsCall call)
    {
        var path = call.Path.TrimStart('/');
        var slash = path.IndexOf('/');
        var bucket = slash < 0 ? path : path[..slash];
        var key = slash < 0 ? "" : path[(slash + 1)..];
        var query = call.Http.Request.Query;
        bool Has(string name) => query.ContainsKey(name);
        var operation = (call.Method, bucket.Length > 0, key.Length > 0) switch
        {
            ("GET", false, _) => "ListBuckets",
            ("PUT", true, true) when Has("uploadId") && call.Header("x-amz-copy-source") is not null => "UploadPartCopy",
            ("PUT", true, true) when Has("uploadId") => "UploadPart",
            ("PUT", true, true) when call.Header("x-amz-copy-source") is not null => "CopyObject",
            ("PUT", true, true) => "PutObject",
            ("GET", true, true) when Has("uploadId") => "ListParts",
            ("GET", true, true) when Has("tagging") || Has("acl") || Has("attributes") || Has("retention") || Has("legal-hold") => $"GET ?{query.Keys.First()}",
            ("GET", true, true) => "GetObject",
            ("HEAD", true, true) => "HeadObject",
            ("DELETE", true, true) when Has("uploadId") => "AbortMultipartUpload",
            ("DELETE", true, true) => "DeleteObject",
            ("POST", true, true) when Has("uploads") => "CreateMultipartUpload",
            ("POST", true, true) when Has("uploadId") => "CompleteMultipartUpload",
            ("POST", true, false) when Has("delete") => "DeleteObjects",
            ("HEAD", true, false) => "HeadBucket",
            ("GET", true, false) when Has("location") => "GetBucketLocation",
            ("GET", true, false) when Has("versioning") => "GetBucketVersioning",
            ("PUT", true, false) when Has("versioning") => "PutBucketVersioning",
            ("GET", true, false) when Has("versions") => "ListObjectVersions",
            ("GET", true, false) when Has("uploads") => "ListMultipartUploads",
            ("GET", true, false) when Setting(query.Keys) is { } setting => "Get" + setting,
            ("PUT", true, false) when Setting(query.Keys) is { } setting => "Put" + setting,
            ("DELETE", true, false) when Setting(query.Keys) is { } setting => "Delete" + setting,
            ("GET", true, false) when Has("list-type") => "ListObjectsV2",
            ("GET", true, false) when query.Keys.All(k => k is "prefix" or "delimiter" or "marker" or "max-keys" or "encoding-type") => "ListObjects",
            ("PUT", true, false) when query.Count == 0 => "CreateBucket",
            ("DELETE", true, false) when query.Count == 0 => "DeleteBucket",
            _ => $"{call.Method}{(query.Count > 0 ? " ?" + query.Keys.First() : "")}"
        };
        return new S3Address(bucket, key, operation);
    }

    private static string? Setting(IEnumerable<string> query) => query.Select(k => k switch
    {
        "encryption" => "BucketEncryption",
        "publicAccessBlock" => "PublicAccessBlock",
        "tagging" => "BucketTagging",
        "policy" => "BucketPolicy",
        "lifecycle" => "BucketLifecycleConfiguration",
        "cors" => "BucketCors",
        _ => null
    }).FirstOrDefault(s => s is not null);
}

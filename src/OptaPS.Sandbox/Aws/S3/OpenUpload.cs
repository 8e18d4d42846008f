namespace OptaPS.Sandbox.Aws.S3;

/// <summary>A multipart upload that was neither completed nor aborted.</summary>
internal sealed record OpenUpload(string Id, string Bucket, string Key, DateTimeOffset Started, string ContentType, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>By part number.</summary>
    public IReadOnlyList<StoredPart> Parts { get; init; } = [];
}

namespace OptaPS.Sandbox.Aws.S3;

/// <summary>One version of an object; a delete marker has no content.</summary>
internal sealed record StoredVersion(string Id, string ETag, long Size, DateTimeOffset Modified, string File)
{
    public bool DeleteMarker { get; init; }

    public string ContentType { get; init; } = "binary/octet-stream";

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

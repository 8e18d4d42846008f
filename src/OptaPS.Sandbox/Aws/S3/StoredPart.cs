namespace OptaPS.Sandbox.Aws.S3;

/// <summary>One uploaded part of an open multipart upload; its content is in a file.</summary>
internal sealed record StoredPart(int Number, string File, string ETag, long Size, DateTimeOffset Modified);

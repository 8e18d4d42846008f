namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>
/// What is signed: the parts of an HTTP request that Signature Version 4 looks at. Path and query are as they were sent, the query without
/// its question mark; <see cref="Header"/> gives a header's values joined with commas, or null.
/// </summary>
internal sealed record SignedRequest(string Method, string RawPath, string RawQuery, Func<string, string?> Header, ReadOnlyMemory<byte> Body);

namespace OptaPS.Sandbox.Aws.Signing;

/// <summary>The claim of a request: which key signed what and when, from the Authorization header or from a presigned query.</summary>
internal sealed record Signature(string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Value, string Timestamp, bool Presigned)
{
    public string? SessionToken { get; init; }

    /// <summary>Seconds of a presigned request's life.</summary>
    public int Expires { get; init; }

    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";
}

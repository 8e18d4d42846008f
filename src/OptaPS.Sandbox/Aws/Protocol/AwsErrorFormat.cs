namespace OptaPS.Sandbox.Aws.Protocol;

/// <summary>How a service writes its errors.</summary>
internal enum AwsErrorFormat
{
    /// <summary>JSON 1.0 and 1.1 with <c>__type</c>.</summary>
    Json,

    /// <summary>REST-JSON with the code in a header.</summary>
    RestJson,

    /// <summary>Query: <c>ErrorResponse/Error</c>.</summary>
    Query,

    /// <summary>EC2's own <c>Response/Errors/Error</c>.</summary>
    Ec2,

    /// <summary>S3's bare <c>Error</c>.</summary>
    S3
}

using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>One request of any protocol, ready to be signed and sent.</summary>
internal sealed class AwsCall : AmazonWebServiceRequest
{
    /// <summary>The operation's name.</summary>
    public required string Operation { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The path, not encoded.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The query, not encoded.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Headers beyond those that the pipeline sets.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The body, or null.</summary>
    public byte[]? Body { get; init; }
}

using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>A successful answer of any protocol.</summary>
internal sealed class AwsAnswer : AmazonWebServiceResponse
{
    /// <summary>The body's bytes.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The service's clock when it answered, where it said so.</summary>
    public DateTimeOffset? Date { get; init; }
}

using Amazon.Runtime;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>A successful answer of any protocol.</summary>
internal sealed class AwsAnswer : AmazonWebServiceResponse
{
    /// <summary>The body's bytes.</summary>
    public byte[] Body { get; init; } = [];
}

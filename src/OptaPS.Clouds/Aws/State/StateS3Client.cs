using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using OptaPS.Clouds.Aws.Protocol;

namespace OptaPS.Clouds.Aws.State;

/// <summary>The SDK's S3 client, with calls repeated that were refused because of their time.</summary>
internal sealed class StateS3Client(AWSCredentials credentials, AmazonS3Config config) : AmazonS3Client(credentials, config)
{
    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        ClockRepeater.AddTo(pipeline);
    }
}

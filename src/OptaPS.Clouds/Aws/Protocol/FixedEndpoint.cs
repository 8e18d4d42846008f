using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Pipeline step that sends every request to the configured address.</summary>
internal sealed class FixedEndpoint(AwsClientConfig config) : BaseEndpointResolver
{
    /// <inheritdoc/>
    public override void ProcessRequestHandlers(IExecutionContext executionContext)
    {
        executionContext.RequestContext.Request.Endpoint = config.Address;
        executionContext.RequestContext.Request.AuthenticationRegion = config.AuthenticationRegion;
    }
}

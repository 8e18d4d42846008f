using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>Turns an <see cref="AwsCall"/> into the pipeline's request.</summary>
internal sealed class CallMarshaller(AwsService service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    /// <inheritdoc/>
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (AwsCall)input;
        var request = new DefaultRequest(call, service.ServiceId)
        {
            HttpMethod = call.Method,
            ResourcePath = call.Path,
            OverrideSigningServiceName = service.SigningName,
            UseQueryString = call.Query.Count > 0,
        };
        foreach (var (name, value) in call.Query)
            request.Parameters.Add(name, value);
        foreach (var (name, value) in call.Headers)
            request.Headers[name] = value;
        if (call.Body is not null)
            request.Content = call.Body;
        return request;
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>What the clients of all protocols share: the SDK's own pipeline (signing, retries, clock skew, HTTP) around requests and answers that are bytes.</summary>
internal abstract class AwsProtocolClient : AmazonServiceClient
{
    private readonly AwsService service;
    private readonly CallMarshaller marshaller;
    private readonly AnswerUnmarshaller unmarshaller;

    /// <summary>Makes a client of <paramref name="service"/>.</summary>
    protected AwsProtocolClient(
        AwsService service, AWSCredentials credentials, AwsClientConfig config, Func<byte[], IWebResponseData, AwsErrorBody> readError)
        : base(credentials, config)
    {
        this.service = service;
        marshaller = new CallMarshaller(service);
        unmarshaller = new AnswerUnmarshaller(readError);
    }

    /// <summary>Where requests go.</summary>
    public Uri Address => ((AwsClientConfig)Config).Address;

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => new NamedService(service?.ServiceId ?? "");

    /// <summary>Sends a request. Failures are the SDK's exceptions.</summary>
    protected Task<AwsAnswer> SendAsync(AwsCall call, CancellationToken cancellationToken) =>
        InvokeAsync<AwsAnswer>(call, new InvokeOptions { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller }, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new FixedEndpoint((AwsClientConfig)Config));
        pipeline.AddHandlerAfter<Marshaller>(new SignatureScheme());
        ClockRepeater.AddTo(pipeline);
    }

    private sealed class NamedService(string serviceId) : IServiceMetadata
    {
        public string ServiceId { get; } = serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>The SDK's settings for one service in one region at one target.</summary>
internal sealed class AwsClientConfig : ClientConfig
{
    private readonly AwsService service;

    /// <summary>Settings for <paramref name="service"/>. Addresses come from <paramref name="endpoints"/>; only without any there, the user's <c>AWS_ENDPOINT_URL</c> settings and then the public address.</summary>
    public AwsClientConfig(AwsService service, string region, EndpointSet endpoints, HttpClientFactory httpClients)
        : base(new DefaultConfigurationProvider([Standard]))
    {
        this.service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        AuthenticationRegion = service.SigningRegion(region);
        HttpClientFactory = httpClients;
        DefaultConfigurationMode = Amazon.Runtime.DefaultConfigurationMode.Standard;
        RetryMode = RequestRetryMode.Standard;
        MaxErrorRetry = 2;
        Timeout = TimeSpan.FromSeconds(60);
        IgnoreConfiguredEndpointUrls = endpoints.World is not null;
        if (endpoints.Services.TryGetValue("aws:" + service.EndpointKey, out var fixedAddress))
            ServiceURL = fixedAddress.AbsoluteUri;
        else if (endpoints.World is not null)
            throw AwsFailure.NotAtTarget(endpoints.Name, service.EndpointKey);
        else if (ServiceURL is null)
            ServiceURL = service.PublicAddress(region).AbsoluteUri;
        Address = new Uri(ServiceURL);
        EndpointProvider = new StaticEndpointProvider(ServiceURL);
    }

    /// <summary>Where requests go.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public override string ServiceVersion => "";

    /// <inheritdoc/>
    public override string UserAgent => "OptaPS";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => service.EndpointKey;

    private static DefaultConfiguration Standard => new()
    {
        Name = Amazon.Runtime.DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(10),
    };

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(Address.AbsoluteUri);
}

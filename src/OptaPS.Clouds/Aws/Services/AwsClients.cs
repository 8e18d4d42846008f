using Amazon.Runtime;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Services;

/// <summary>The service clients of one region at one target; each is made on first use.</summary>
internal sealed class AwsClients : IDisposable
{
    private readonly EndpointSet endpoints;
    private readonly string region;
    private readonly AwsCredentialProvider credentials;
    private readonly TrustingHttpClientFactory http;
    private readonly Lazy<AwsJsonClient> cloudControl;
    private readonly Lazy<AwsQueryClient> securityToken;
    private readonly Lazy<AwsQueryClient> compute;
    private readonly Lazy<AwsRestJsonClient> kubernetes;
    private readonly Lazy<AwsJsonClient> quotas;
    private readonly Lazy<AwsJsonClient> secrets;
    private readonly Lazy<AwsQueryClient> identity;
    private readonly Lazy<AwsRestXmlClient> dns;
    private readonly Lazy<AwsQueryClient> balancers;

    /// <summary>Prepares clients; nothing is resolved or connected yet.</summary>
    public AwsClients(EndpointSet endpoints, string region)
    {
        this.endpoints = endpoints;
        this.region = region;
        credentials = new AwsCredentialProvider(endpoints);
        http = new TrustingHttpClientFactory(endpoints);
        cloudControl = new(() => new AwsJsonClient(AwsService.CloudControl, Key, Config(AwsService.CloudControl), "CloudApiService", "1.0"));
        securityToken = new(() => new AwsQueryClient(AwsService.SecurityToken, Key, Config(AwsService.SecurityToken), "2011-06-15"));
        compute = new(() => new AwsQueryClient(AwsService.Compute, Key, Config(AwsService.Compute), "2016-11-15"));
        quotas = new(() => new AwsJsonClient(AwsService.Quotas, Key, Config(AwsService.Quotas), "ServiceQuotasV20190624", "1.1"));
        secrets = new(() => new AwsJsonClient(AwsService.Secrets, Key, Config(AwsService.Secrets), "secretsmanager", "1.1"));
        identity = new(() => new AwsQueryClient(AwsService.Identity, Key, Config(AwsService.Identity), "2010-05-08"));
        dns = new(() => new AwsRestXmlClient(AwsService.Dns, Key, Config(AwsService.Dns)));
        balancers = new(() => new AwsQueryClient(AwsService.Balancers, Key, Config(AwsService.Balancers), "2015-12-01"));
        kubernetes = new(() => new AwsRestJsonClient(AwsService.Kubernetes, Key, Config(AwsService.Kubernetes)));
    }

    /// <summary>Cloud Control.</summary>
    public CloudControlClient CloudControl => new(cloudControl.Value);

    /// <summary>Security Token Service.</summary>
    public AwsQueryClient SecurityToken => securityToken.Value;

    /// <summary>Elastic Compute Cloud.</summary>
    public AwsQueryClient Compute => compute.Value;

    /// <summary>Elastic Kubernetes Service.</summary>
    public AwsRestJsonClient Kubernetes => kubernetes.Value;

    /// <summary>Service Quotas.</summary>
    public AwsJsonClient Quotas => quotas.Value;

    /// <summary>Secrets Manager.</summary>
    public AwsJsonClient Secrets => secrets.Value;

    /// <summary>Identity and Access Management.</summary>
    public AwsQueryClient Identity => identity.Value;

    /// <summary>Route 53.</summary>
    public AwsRestXmlClient Dns => dns.Value;

    /// <summary>Elastic Load Balancing.</summary>
    public AwsQueryClient Balancers => balancers.Value;

    /// <summary>The credentials in use.</summary>
    public AWSCredentials Credentials => Key;

    private AWSCredentials Key => credentials.Credentials;

    /// <inheritdoc/>
    public void Dispose()
    {
        Close(cloudControl);
        Close(securityToken);
        Close(compute);
        Close(kubernetes);
        Close(quotas);
        Close(secrets);
        Close(identity);
        Close(dns);
        Close(balancers);
        http.Dispose();
    }

    private static void Close<T>(Lazy<T> client)
        where T : AwsProtocolClient
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private AwsClientConfig Config(AwsService service) => new(service, region, endpoints, http);
}

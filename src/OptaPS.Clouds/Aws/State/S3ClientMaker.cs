using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.State;

/// <summary>Makes S3 clients of a target. Addresses come from the target; only without any there, from the user's <c>AWS_ENDPOINT_URL</c> settings and then the public ones.</summary>
internal static class S3ClientMaker
{
    public static IAmazonS3 Create(EndpointSet endpoints, string region, TrustingHttpClientFactory http)
    {
        var config = new AmazonS3Config
        {
            HttpClientFactory = http,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            Timeout = TimeSpan.FromSeconds(30),
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            IgnoreConfiguredEndpointUrls = endpoints.World is not null,
        };
        if (endpoints.Services.TryGetValue("aws:s3", out var address))
        {
            config.ServiceURL = address.AbsoluteUri;
            config.AuthenticationRegion = region;
            config.ForcePathStyle = true;
        }
        else if (endpoints.World is not null)
        {
            throw AwsFailure.NotAtTarget(endpoints.Name, "s3");
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return new StateS3Client(new AwsCredentialProvider(endpoints).Credentials, config);
    }
}

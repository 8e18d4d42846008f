using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using OptaPS.Engine.Providers;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.Credentials;

/// <summary>Finds the credentials of a target: its own when it has any, else the SDK's chain (environment, profiles, SSO, container, instance metadata).</summary>
internal sealed class AwsCredentialProvider(EndpointSet endpoints)
{
    private readonly Lazy<AWSCredentials> credentials = new(() => Find(endpoints));

    /// <summary>The credentials; the SDK refreshes them.</summary>
    /// <exception cref="ProviderException">There are none.</exception>
    public AWSCredentials Credentials => credentials.Value;

    private static AWSCredentials Find(EndpointSet endpoints)
    {
        if (endpoints.AwsCredentials is { } own)
        {
            return own.SessionToken is { } session
                ? new SessionAWSCredentials(own.AccessKeyId, own.SecretAccessKey.Reveal(), session.Reveal())
                : new BasicAWSCredentials(own.AccessKeyId, own.SecretAccessKey.Reveal());
        }

        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw new ProviderException(AwsFailure.NoCredentials(exception), exception);
        }
    }
}

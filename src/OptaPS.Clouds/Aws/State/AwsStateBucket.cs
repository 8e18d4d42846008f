using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using OptaPS.Clouds.Aws.Credentials;
using OptaPS.Clouds.Aws.Protocol;
using OptaPS.Clouds.Aws.Services;
using OptaPS.Engine.State.Objects;
using OptaPS.Targets;

namespace OptaPS.Clouds.Aws.State;

/// <summary>A bucket that keeps states.</summary>
public sealed class AwsStateBucket : IDisposable
{
    private readonly EndpointSet endpoints;
    private readonly string region;
    private readonly string bucket;
    private readonly Lazy<TrustingHttpClientFactory> http;
    private readonly Lazy<IAmazonS3> client;

    /// <summary>Names a bucket; no call is made.</summary>
    /// <param name="endpoints">The target.</param>
    /// <param name="region">The bucket's region.</param>
    /// <param name="bucket">Its name.</param>
    /// <param name="prefix">Keys begin with it; empty for the whole bucket.</param>
    public AwsStateBucket(EndpointSet endpoints, string region, string bucket, string prefix = "")
    {
        this.endpoints = endpoints;
        this.region = region;
        this.bucket = bucket;
        http = new(() => new TrustingHttpClientFactory(endpoints));
        client = new(() => S3ClientMaker.Create(endpoints, region, http.Value));
        var address = endpoints.Services.GetValueOrDefault("aws:s3") ?? new AwsService("s3", "S3", "s3").PublicAddress(region);
        Store = new LazyObjectStore(() => new S3ObjectStore(client.Value, address, bucket, prefix));
    }

    /// <summary>The bucket as a store of objects.</summary>
    public IObjectStore Store { get; }

    /// <summary>The name that a state bucket has when nobody names one: one for each organisation, account and region.</summary>
    public static string UsualName(string organization, AwsAccount account)
    {
        var name = $"optaps-{organization}-{account.AccountId}-{account.Region}";
        return name.Length <= 63 ? name : $"optaps-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}-{account.AccountId}-{account.Region}";
    }

    /// <summary>The alias of the key that protects a bucket of <see cref="UsualName"/>.</summary>
    public static string UsualKey(string bucketName) => $"alias/{bucketName}";

    /// <summary>Makes the bucket with its key when it does not exist: private, versioned, encrypted, TLS only. Refuses a bucket of that name that is not.</summary>
    /// <param name="account">The account that must own it.</param>
    /// <param name="cancellationToken">Stops; a second call goes on.</param>
    /// <exception cref="Diagnostics.OptaException">The bucket is not safe (OPTA2106), or a call failed.</exception>
    public async Task EnsureAsync(AwsAccount account, CancellationToken cancellationToken)
    {
        using var cloudControl = new AwsJsonClient(
            AwsService.CloudControl,
            new AwsCredentialProvider(endpoints).Credentials,
            new AwsClientConfig(AwsService.CloudControl, region, endpoints, http.Value),
            "CloudApiService",
            "1.0");
        await new StateBucketMaker(new CloudControlClient(cloudControl), account, bucket, UsualKey(bucket)).EnsureAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
        if (http.IsValueCreated)
            http.Value.Dispose();
    }
}

namespace OptaPS.Clouds.Aws.Protocol;

/// <summary>How a service is addressed and signed.</summary>
/// <param name="EndpointKey">The service's part of the key in <see cref="OptaPS.Targets.EndpointSet.Services"/> and of its public host name.</param>
/// <param name="ServiceId">The identifier by which the SDK's settings (<c>AWS_ENDPOINT_URL_...</c>, profiles) know it.</param>
/// <param name="SigningName">The service name in the signature's scope.</param>
internal sealed record AwsService(string EndpointKey, string ServiceId, string SigningName)
{
    /// <summary>Cloud Control.</summary>
    public static AwsService CloudControl { get; } = new("cloudcontrolapi", "CloudControl", "cloudcontrolapi");

    /// <summary>Security Token Service.</summary>
    public static AwsService SecurityToken { get; } = new("sts", "STS", "sts");

    /// <summary>Elastic Compute Cloud.</summary>
    public static AwsService Compute { get; } = new("ec2", "EC2", "ec2");

    /// <summary>Elastic Kubernetes Service.</summary>
    public static AwsService Kubernetes { get; } = new("eks", "EKS", "eks");

    /// <summary>Service Quotas.</summary>
    public static AwsService Quotas { get; } = new("servicequotas", "Service Quotas", "servicequotas");

    /// <summary>Secrets Manager.</summary>
    public static AwsService Secrets { get; } = new("secretsmanager", "Secrets Manager", "secretsmanager");

    /// <summary>The public address in a region, by the region's partition.</summary>
    public Uri PublicAddress(string region)
    {
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        return new Uri($"https://{EndpointKey}.{region}.{suffix}/");
    }
}

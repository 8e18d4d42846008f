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

    /// <summary>Key Management Service.</summary>
    public static AwsService Keys { get; } = new("kms", "KMS", "kms");

    /// <summary>Secrets Manager.</summary>
    public static AwsService Secrets { get; } = new("secretsmanager", "Secrets Manager", "secretsmanager");

    /// <summary>Identity and Access Management, one for all regions of a partition.</summary>
    public static AwsService Identity { get; } = new("iam", "IAM", "iam") { IsGlobal = true };

    /// <summary>Route 53, one for all regions of a partition.</summary>
    public static AwsService Dns { get; } = new("route53", "Route 53", "route53") { IsGlobal = true, ChinaHome = "cn-northwest-1", ChinaHost = "route53.amazonaws.com.cn" };

    /// <summary>Elastic Load Balancing v2.</summary>
    public static AwsService Balancers { get; } = new("elasticloadbalancing", "Elastic Load Balancing v2", "elasticloadbalancing");

    /// <summary>True when the service has one address and one signing region for all regions of a partition.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Where a global service of the partition of China lives.</summary>
    public string ChinaHome { get; init; } = "cn-north-1";

    /// <summary>A global service's host name in the partition of China, where it does not follow from its home.</summary>
    public string? ChinaHost { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    public string SigningRegion(string region) => !IsGlobal ? region : IsChina(region) ? ChinaHome : IsGovernment(region) ? "us-gov-west-1" : "us-east-1";

    /// <summary>The public address in a region, by the region's partition.</summary>
    public Uri PublicAddress(string region)
    {
        var suffix = IsChina(region) ? "amazonaws.com.cn" : "amazonaws.com";
        if (!IsGlobal)
            return new Uri($"https://{EndpointKey}.{region}.{suffix}/");
        var host = IsChina(region) ? ChinaHost ?? $"{EndpointKey}.{ChinaHome}.{suffix}" : IsGovernment(region) ? $"{EndpointKey}.us-gov.{suffix}" : $"{EndpointKey}.{suffix}";
        return new Uri($"https://{host}/");
    }

    private static bool IsChina(string region) => region.StartsWith("cn-", StringComparison.Ordinal);

    private static bool IsGovernment(string region) => region.StartsWith("us-gov-", StringComparison.Ordinal);
}

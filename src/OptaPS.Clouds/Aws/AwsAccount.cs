namespace OptaPS.Clouds.Aws;

/// <summary>The account and region that an environment names.</summary>
/// <param name="AccountId">Twelve digits, leading zeros kept.</param>
/// <param name="Region">The region, such as <c>us-east-1</c>.</param>
public sealed record AwsAccount(string AccountId, string Region);

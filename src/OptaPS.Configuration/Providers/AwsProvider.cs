using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>An AWS account and region.</summary>
/// <param name="Region">The region, such as <c>us-east-1</c>.</param>
/// <param name="AccountId">The account's 12 digits, leading zeros kept.</param>
/// <param name="Location">Where the file names it.</param>
public sealed record AwsProvider(string Region, string AccountId, SourceLocation Location) : CloudProvider(CloudKind.Aws, Location)
{
    /// <summary>The region, such as <c>us-east-1</c>.</summary>
    public override string Region { get; } = Region;
}

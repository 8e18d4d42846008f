using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>An Azure subscription and location.</summary>
/// <param name="Region">The location, such as <c>centralus</c>.</param>
/// <param name="TenantId">The directory's id.</param>
/// <param name="SubscriptionId">The subscription's id.</param>
/// <param name="Location">Where the file names it.</param>
public sealed record AzureProvider(string Region, string TenantId, string SubscriptionId, SourceLocation Location)
    : CloudProvider(CloudKind.Azure, Location)
{
    /// <summary>The location, such as <c>centralus</c>.</summary>
    public override string Region { get; } = Region;
}

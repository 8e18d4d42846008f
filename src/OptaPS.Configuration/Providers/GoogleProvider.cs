using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>A Google Cloud project and region.</summary>
/// <param name="Region">The region, such as <c>us-central1</c>.</param>
/// <param name="Project">The project id.</param>
/// <param name="Location">Where the file names it.</param>
public sealed record GoogleProvider(string Region, string Project, SourceLocation Location) : CloudProvider(CloudKind.Google, Location)
{
    /// <summary>The region, such as <c>us-central1</c>.</summary>
    public override string Region { get; } = Region;
}

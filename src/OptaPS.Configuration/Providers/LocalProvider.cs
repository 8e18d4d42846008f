using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>A cluster on this machine.</summary>
/// <param name="Location">Where the file names it.</param>
public sealed record LocalProvider(SourceLocation Location) : CloudProvider(CloudKind.Local, Location)
{
    /// <summary>Always empty.</summary>
    public override string Region => string.Empty;
}

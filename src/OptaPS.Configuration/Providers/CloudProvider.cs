using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Providers;

/// <summary>The one provider of an environment. The set of kinds is closed; see the derived records.</summary>
/// <param name="Kind">Which cloud.</param>
/// <param name="Location">Where the file names it.</param>
public abstract record CloudProvider(CloudKind Kind, SourceLocation Location)
{
    /// <summary>The region or location of the cloud; empty for local and own clusters.</summary>
    public abstract string Region { get; }
}

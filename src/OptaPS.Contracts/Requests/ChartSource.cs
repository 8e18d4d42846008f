using OptaPS.Secrets;

namespace OptaPS.Requests;

/// <summary>Where a chart that is no local path comes from.</summary>
public sealed record ChartSource
{
    /// <summary>Address of an HTTP repository (<c>--repo</c>), or empty.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Version or range of versions (<c>--version</c>); empty for the newest stable one.</summary>
    public string Version { get; init; } = "";

    /// <summary>User name for the repository or registry, or empty.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password for the repository or registry, or null.</summary>
    public Secret? Password { get; init; }
}

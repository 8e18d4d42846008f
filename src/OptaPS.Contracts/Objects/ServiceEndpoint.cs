namespace OptaPS.Objects;

/// <summary>An address at which a service answers.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service.</param>
/// <param name="ModuleName">The module.</param>
/// <param name="Uri">The address to call.</param>
public sealed record ServiceEndpoint(string EnvironmentName, string ServiceName, string ModuleName, Uri Uri)
{
    /// <summary>The public URI from the file that this address serves.</summary>
    public string PublicUri { get; init; } = "";

    /// <summary>Where to connect instead of asking DNS for the address's host (<c>host:port</c>), or empty.</summary>
    public string ConnectTo { get; init; } = "";

    /// <summary>PEM certificates that the endpoint's certificate chains to, when it is not publicly trusted; public material.</summary>
    public string? CaCertificates { get; init; }

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";

    /// <summary>Returns the address.</summary>
    public override string ToString() => Uri.ToString();
}

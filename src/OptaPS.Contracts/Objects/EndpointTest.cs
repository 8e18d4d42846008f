namespace OptaPS.Objects;

/// <summary>What an endpoint answered.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="Uri">The address called.</param>
/// <param name="Success">True when it answered with a status below 400.</param>
public sealed record EndpointTest(string ServiceName, Uri Uri, bool Success)
{
    /// <summary>The environment.</summary>
    public string EnvironmentName { get; init; } = "";

    /// <summary>The HTTP status, or 0 when there was no answer.</summary>
    public int StatusCode { get; init; }

    /// <summary>Time from the first byte sent to the last byte received.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The first 4,096 characters of the answer.</summary>
    public string Body { get; init; } = "";

    /// <summary>Why it failed, or empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Where: <c>cloud</c> or <c>sandbox:name</c>.</summary>
    public string Target { get; init; } = "";
}

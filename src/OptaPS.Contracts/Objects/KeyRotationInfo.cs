namespace OptaPS.Objects;

/// <summary>A state whose secrets were encrypted anew.</summary>
/// <param name="EnvironmentName">The environment.</param>
/// <param name="ServiceName">The service, or null for the environment itself.</param>
/// <param name="Target">Where: <c>cloud</c> or <c>sandbox:name</c>.</param>
public sealed record KeyRotationInfo(string EnvironmentName, string? ServiceName, string Target);

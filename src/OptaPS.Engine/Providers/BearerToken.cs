using OptaPS.Secrets;

namespace OptaPS.Engine.Providers;

/// <summary>A token and how long it lasts.</summary>
/// <param name="Token">The token.</param>
/// <param name="Expires">When it stops being accepted.</param>
public sealed record BearerToken(Secret Token, DateTimeOffset Expires);

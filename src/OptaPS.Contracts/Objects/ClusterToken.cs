using OptaPS.Secrets;

namespace OptaPS.Objects;

/// <summary>A short-lived token for a cluster, as exec plugins of kubectl want it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Expires">When it stops being accepted.</param>
public sealed record ClusterToken(Secret Token, DateTimeOffset Expires);

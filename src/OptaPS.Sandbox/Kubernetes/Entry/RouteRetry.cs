namespace OptaPS.Sandbox.Kubernetes.Entry;

/// <summary>When and how often a call is tried again.</summary>
internal sealed record RouteRetry(IReadOnlyList<long> Codes, int Attempts, TimeSpan Backoff);

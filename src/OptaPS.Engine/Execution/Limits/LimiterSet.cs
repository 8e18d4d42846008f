using System.Collections.Concurrent;
using OptaPS.Engine.Providers;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.Execution.Limits;

/// <summary>The limiters of an engine, one per key, shared by everything that the engine runs.</summary>
internal sealed class LimiterSet(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AdaptiveLimiter> byKey = new(StringComparer.Ordinal);

    internal AdaptiveLimiter Of(ResourceType type, ResourceTraits traits) => byKey.GetOrAdd(
        traits.LimiterKey.Length > 0 ? traits.LimiterKey : $"{type.Provider}:",
        _ => new AdaptiveLimiter(Math.Max(1, traits.MaxConcurrency), time));
}

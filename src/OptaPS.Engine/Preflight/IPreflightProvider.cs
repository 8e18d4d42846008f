using OptaPS.Engine.Providers;

namespace OptaPS.Engine.Preflight;

/// <summary>A provider that can tell before the first change whether a plan can succeed.</summary>
public interface IPreflightProvider : IResourceProvider
{
    /// <summary>Checks what the plan needs against what the system has. Makes read calls only; a check that the caller has no right to make says so instead of failing.</summary>
    Task<IReadOnlyList<PreflightFinding>> CheckAsync(PreflightRequest request, CancellationToken cancellationToken);
}

using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Fetches a chart's dependencies into its <c>charts</c> folder; returns what was done, in Helm's words.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Chart">A chart's folder.</param>
/// <param name="FromLock">True to take exactly the locked versions (<c>helm dependency build</c>).</param>
public sealed record UpdateDependencyRequest(OperationTarget Target, string Chart, bool FromLock) : IOperationRequest<IReadOnlyList<string>>
{
    /// <summary>Sign-in for the repositories.</summary>
    public ChartSource Source { get; init; } = new();
}

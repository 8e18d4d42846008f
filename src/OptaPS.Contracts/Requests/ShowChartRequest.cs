using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Reads texts of a chart.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Chart">Path, name in a repository, or registry address.</param>
/// <param name="Part"><c>chart</c>, <c>values</c>, <c>readme</c>, <c>crds</c> or <c>all</c>.</param>
public sealed record ShowChartRequest(OperationTarget Target, string Chart, string Part) : IOperationRequest<ExpandedChart>
{
    /// <summary>Where a chart that is no local path comes from.</summary>
    public ChartSource Source { get; init; } = new();
}

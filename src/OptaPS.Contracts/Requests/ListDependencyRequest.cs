using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Lists a chart's declared dependencies and whether they are there.</summary>
/// <param name="Target">Where relative paths start.</param>
/// <param name="Chart">A chart's folder or archive.</param>
public sealed record ListDependencyRequest(OperationTarget Target, string Chart) : IOperationRequest<IReadOnlyList<ChartDependencyInfo>>;

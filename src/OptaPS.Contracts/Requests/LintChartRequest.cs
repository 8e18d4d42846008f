using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Checks a chart of this machine.</summary>
/// <param name="Target">Where relative paths start.</param>
/// <param name="Chart">A chart's folder or archive.</param>
public sealed record LintChartRequest(OperationTarget Target, string Chart) : IOperationRequest<LintResult>
{
    /// <summary>The values.</summary>
    public ChartValuesInput Values { get; init; } = new();

    /// <summary>Namespace of the release that is rendered; null for <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Kubernetes version that templates see, or empty for the default.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>Counts warnings as failures.</summary>
    public bool Strict { get; init; }

    /// <summary>Does not look at <c>values.schema.json</c>.</summary>
    public bool SkipSchemaValidation { get; init; }
}

using OptaPS.Objects;
using OptaPS.Operations;

namespace OptaPS.Requests;

/// <summary>Downloads a chart.</summary>
/// <param name="Target">Where to look.</param>
/// <param name="Chart">Name in a repository, or registry address.</param>
public sealed record PullChartRequest(OperationTarget Target, string Chart) : IOperationRequest<PulledChart>
{
    /// <summary>Repository, version and sign-in.</summary>
    public ChartSource Source { get; init; } = new();

    /// <summary>The folder to write to.</summary>
    public string Destination { get; init; } = ".";

    /// <summary>Unpacks the chart instead of keeping the archive.</summary>
    public bool Untar { get; init; }

    /// <summary>The folder, below <see cref="Destination"/>, to unpack into.</summary>
    public string UntarFolder { get; init; } = ".";
}

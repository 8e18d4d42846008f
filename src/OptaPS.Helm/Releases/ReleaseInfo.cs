using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases;

/// <summary>A release as it stands: its newest revision.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Status">What it is.</param>
/// <param name="Chart">The chart's name.</param>
/// <param name="ChartVersion">The chart's version.</param>
/// <param name="AppVersion">The version of what the chart installs.</param>
/// <param name="Updated">When the revision was deployed.</param>
/// <param name="Description">The last thing that happened.</param>
public sealed record ReleaseInfo(
    string Namespace,
    string Name,
    int Revision,
    ReleaseStatus Status,
    string Chart,
    string ChartVersion,
    string AppVersion,
    DateTimeOffset? Updated,
    string Description)
{
    /// <summary>The rendered notes.</summary>
    public string Notes { get; init; } = "";

    /// <summary>How objects are written.</summary>
    public ApplyMethod Method { get; init; }

    internal static ReleaseInfo Of(ReleaseRecord record) => new(
        record.Namespace,
        record.Name,
        record.Revision,
        record.Status,
        record.ChartName,
        record.ChartVersion,
        record.AppVersion,
        record.LastDeployed,
        record.Description) { Notes = record.Notes, Method = record.Method };
}

using OptaPS.Helm.Releases.Records;

namespace OptaPS.Helm.Releases;

/// <summary>One revision in a release's history.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Updated">When it was deployed.</param>
/// <param name="Status">What it is.</param>
/// <param name="Chart">Chart name and version, as <c>name-version</c>.</param>
/// <param name="AppVersion">The version of what the chart installs.</param>
/// <param name="Description">What happened.</param>
public sealed record ReleaseHistoryEntry(int Revision, DateTimeOffset? Updated, ReleaseStatus Status, string Chart, string AppVersion, string Description);

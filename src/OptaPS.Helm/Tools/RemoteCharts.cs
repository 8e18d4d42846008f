using OptaPS.Helm.Repositories;

namespace OptaPS.Helm.Tools;

/// <summary>Charts of repositories and registries, chosen by version or by range of versions.</summary>
/// <param name="fetcher">Downloads and verifies.</param>
public sealed class RemoteCharts(ChartFetcher fetcher)
{
    /// <summary>Downloads a chart; a range means the newest version in it.</summary>
    /// <exception cref="OptaException">The chart, or a version in the range, is not there; or it is not the one that is locked.</exception>
    public async Task<FetchedChart> FetchAsync(ChartReference chart, CancellationToken cancellationToken) =>
        await fetcher.FetchAsync(await ChooseAsync(chart, cancellationToken), cancellationToken);

    /// <summary>Downloads and loads a chart.</summary>
    /// <exception cref="OptaException">As <see cref="FetchAsync"/>; or OPTA5001 to OPTA5005: it is malformed or refused.</exception>
    public async Task<Chart> LoadAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var fetched = await FetchAsync(chart, cancellationToken);
        using var stream = new MemoryStream(fetched.Archive.ToArray());
        return await ChartLoader.LoadAsync(stream, fetched.Reference.ToString(), cancellationToken);
    }

    private async Task<ChartReference> ChooseAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (chart.Version is not { } wanted || ChartVersionOrder.IsExact(wanted))
        {
            return chart;
        }
        var versions = await fetcher.VersionsAsync(chart, cancellationToken);
        var newest = versions.Where(version => SemverConstraint.IsCompatible(wanted, version)).Max(ChartVersionOrder.Instance);
        return newest is null
            ? throw HelmError.Of(HelmError.Dependencies, $"chart \"{chart.Name}\" version \"{wanted}\" not found in {chart.Repository} repository")
            : chart with { Version = newest };
    }
}

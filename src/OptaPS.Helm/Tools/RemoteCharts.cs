using OptaPS.Helm.Repositories;

namespace OptaPS.Helm.Tools;

/// <summary>Charts of repositories and registries, chosen by version or by range of versions.</summary>
/// <param name="fetcher">Downloads and verifies.</param>
public sealed class RemoteCharts(ChartFetcher fetcher)
{
    /// <summary>Downloads a chart; a range means the newest version in it.</summary>
    /// <exception cref="OptaException">The chart, or a version in the range, is not there; or it is not the one that is locked.</exception>
    public Task<FetchedChart> FetchAsync(ChartReference chart, CancellationToken cancellationToken) => fetcher.FetchAsync(chart, cancellationToken);

    /// <summary>Downloads and loads a chart.</summary>
    /// <exception cref="OptaException">As <see cref="FetchAsync"/>; or OPTA5001 to OPTA5005: it is malformed or refused.</exception>
    public async Task<Chart> LoadAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var fetched = await FetchAsync(chart, cancellationToken);
        using var stream = new MemoryStream(fetched.Archive.ToArray());
        return await ChartLoader.LoadAsync(stream, fetched.Reference.ToString(), cancellationToken);
    }
}

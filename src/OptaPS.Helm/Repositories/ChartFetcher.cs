using OptaPS.Diagnostics;

namespace OptaPS.Helm.Repositories;

/// <summary>Gets packaged charts from repositories and registries, and never gives one out whose digest is not the locked one.</summary>
public sealed class ChartFetcher : IDisposable
{
    private readonly ChartSourceOptions options;
    private readonly HttpClient client;
    private readonly ChartCache cache;
    private readonly HttpChartRepository repositories;
    private readonly OciRegistry registries;

    /// <summary>Makes a fetcher for one target.</summary>
    public ChartFetcher(ChartSourceOptions options, TimeProvider time)
    {
        this.options = options;
        client = TrustedHttp.Create(options.Target);
        cache = new ChartCache(options.CacheFolder);
        var http = new RepositoryHttp(client, options.Credentials, time);
        repositories = new HttpChartRepository(http, options);
        registries = new OciRegistry(http, options, new RegistryTokens(http));
    }

    /// <summary>Gets a chart. A locked chart that is in the cache needs no network; its digest is checked all the same.</summary>
    /// <exception cref="OptaException">
    /// OPTA5562: the digest is not the locked one; OPTA5561: the lock has other versions of the chart but not this one; OPTA5564 to OPTA5572: it cannot be had.
    /// </exception>
    public async Task<FetchedChart> FetchAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (chart.Version is { } version && !ChartVersionOrder.IsExact(version))
            throw NoRanges(chart);
        var expected = Expected(chart);
        if (expected is { } known && await cache.ReadAsync(ChartDigest.Normalize(known.Digest), cancellationToken) is { } cached)
            return Verified(chart, cached, expected);

        return chart.IsOci ? await FromRegistryAsync(chart, expected, cancellationToken) : await FromRepositoryAsync(chart, expected, cancellationToken);
    }

    /// <summary>All versions of a chart that its repository or registry offers; the reference's own version is not looked at.</summary>
    /// <exception cref="OptaException">OPTA5564 to OPTA5572: the repository cannot be reached, or has no such chart.</exception>
    public Task<IReadOnlyList<string>> VersionsAsync(ChartReference chart, CancellationToken cancellationToken) =>
        chart.IsOci ? registries.VersionsAsync(chart, cancellationToken) : repositories.VersionsAsync(chart, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<FetchedChart> FromRepositoryAsync(ChartReference chart, (string Digest, string Source)? expected, CancellationToken cancellationToken)
    {
        var (version, entry, index) = await repositories.FindAsync(chart, cancellationToken);
        var chosen = chart.Version is null ? chart with { Version = version } : chart;
        expected ??= Expected(chosen);
        if (entry.Digest is { } announced)
        {
            // Cheaper than a download: an index that announces another archive than the locked one is caught here.
            if (expected is { } known)
                ChartDigest.Check(chosen, known.Digest, ChartDigest.Normalize(announced), known.Source);
            else
                expected = (announced, $"index of {chart.Repository}");
        }

        var archive = await repositories.DownloadAsync(chosen, entry, index, cancellationToken);
        return await KeepAsync(chosen, archive, expected, cancellationToken);
    }

    private async Task<FetchedChart> FromRegistryAsync(ChartReference chart, (string Digest, string Source)? expected, CancellationToken cancellationToken)
    {
        var chosen = chart.Version is null ? chart with { Version = await registries.NewestAsync(chart, cancellationToken) } : chart;
        expected ??= Expected(chosen);
        var announced = await registries.FindAsync(chosen, cancellationToken);
        if (expected is { } known)
            ChartDigest.Check(chosen, known.Digest, announced, known.Source);
        else
            expected = (announced, $"manifest in {chart.Repository}");
        var archive = await registries.DownloadAsync(chosen, announced, cancellationToken);
        return await KeepAsync(chosen, archive, expected, cancellationToken);
    }

    private async Task<FetchedChart> KeepAsync(ChartReference chart, byte[] archive, (string Digest, string Source)? expected, CancellationToken cancellationToken)
    {
        var fetched = Verified(chart, archive, expected);
        await cache.WriteAsync(fetched.Digest, archive, cancellationToken);
        return fetched;
    }

    private FetchedChart Verified(ChartReference chart, byte[] archive, (string Digest, string Source)? expected)
    {
        var actual = ChartDigest.Of(archive);
        if (expected is { } known)
            ChartDigest.Check(chart, known.Digest, actual, known.Source);
        return new FetchedChart(chart, actual, archive) { WasLocked = Expected(chart) is not null };
    }

    private (string Digest, string Source)? Expected(ChartReference chart)
    {
        var locked = options.Lock.Find(chart);
        if (locked is null && chart.Version is { } version && options.Lock.Entries.Where(entry => IsSameChart(entry, chart)).Select(entry => entry.Version).ToList() is { Count: > 0 } others)
            throw NotLocked(chart, version, others);
        if (locked is not null && chart.Digest is { } given)
            ChartDigest.Check(chart, locked.Digest, ChartDigest.Normalize(given), $"lock {options.Lock.Source}");
        return locked is not null ? (locked.Digest, $"lock {options.Lock.Source}") : chart.Digest is { } digest ? (digest, "the caller") : null;
    }

    private static bool IsSameChart(ChartLockEntry entry, ChartReference chart) =>
        entry.Name == chart.Name && entry.Repository.TrimEnd('/').Equals(chart.Repository.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private OptaException NotLocked(ChartReference chart, string version, List<string> others) => new(
        new Diagnostic("OPTA5561", Severity.Error, $"The lock has chart '{chart.Name}' of {chart.Repository}, but not in version {version}.")
        {
            Resource = $"chart {chart.Name}",
            Allowed = string.Join(", ", others),
            Cause = $"lock {options.Lock.Source}",
            Category = DiagnosticCategory.SecurityError,
            Remedy = "Use a locked version, or add version and digest to the lock.",
        });

    private static OptaException NoRanges(ChartReference chart) => new(
        new Diagnostic("OPTA5573", Severity.Error, $"'{chart.Version}' is no version: ranges of versions cannot be locked and are not supported.")
        {
            Resource = $"chart {chart.Name}",
            Allowed = "a full version such as 1.2.3, or none for the newest",
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Name one version.",
        });
}


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

    /// <summary>Gets a chart; a range of versions means the newest in it, of the locked ones when the lock has the chart. A locked chart that is in the cache needs no network; its digest is checked all the same.</summary>
    /// <exception cref="OptaException">
    /// OPTA5562: the digest is not the locked one; OPTA5561: the lock has other versions of the chart but not this one; OPTA5564 to OPTA5573: it cannot be had.
    /// </exception>
    public async Task<FetchedChart> FetchAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        if (chart.ManifestDigest is not null)
            chart = await PinnedAsync(chart, cancellationToken);
        else if (chart.Version is { } range && !ChartVersionOrder.IsExact(range))
            chart = chart with { Version = await NewestAsync(chart, range, cancellationToken) };
        var expected = Expected(chart);
        if (expected is { } known && await cache.ReadAsync(ChartDigest.Normalize(known.Digest), cancellationToken) is { } cached)
            return Verified(chart, cached, expected);

        if (chart.IsArchive)
            return await KeepAsync(chart, await repositories.DownloadAsync(chart, new Uri(chart.Repository), cancellationToken), expected, cancellationToken);
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

    private async Task<string> NewestAsync(ChartReference chart, string range, CancellationToken cancellationToken)
    {
        if (!SemverConstraint.IsValid(range))
            throw NoRange(chart, range);
        var locked = options.Lock.Entries.Where(entry => IsSameChart(entry, chart)).Select(entry => entry.Version).ToList();
        var versions = locked.Count > 0 ? locked : await VersionsAsync(chart, cancellationToken);
        return versions.Where(version => SemverConstraint.IsCompatible(range, version)).Max(ChartVersionOrder.Instance)
            ?? throw (locked.Count > 0 ? NotLocked(chart, range, locked) : NoneInRange(chart, range, versions));
    }

    // The lock names versions: the version of a chart that is asked for by digest must be known before the lock is looked at.
    private async Task<ChartReference> PinnedAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var version = await registries.PinnedVersionAsync(chart, cancellationToken);
        return chart.Version is not { } wanted || wanted == version || (SemverConstraint.IsValid(wanted) && SemverConstraint.IsCompatible(wanted, version))
            ? chart with { Version = version }
            : throw HelmError.Of(HelmError.ChartLoad, $"chart reference and version mismatch: {wanted} is not {version}");
    }

    private static OptaException NoRange(ChartReference chart, string text) => new(
        new Diagnostic("OPTA5573", Severity.Error, $"'{text}' is neither a version nor a range of versions.")
        {
            Resource = $"chart {chart.Name}",
            Allowed = "a version such as 1.2.3, a range such as ^1.2, ~1.2, 1.x or >=1.2 <2, or none for the newest",
            Category = DiagnosticCategory.InvalidArgument,
            Remedy = "Correct the version.",
        });

    private static OptaException NoneInRange(ChartReference chart, string range, IReadOnlyList<string> versions) => new(
        new Diagnostic("OPTA5573", Severity.Error, $"chart \"{chart.Name}\" version \"{range}\" not found in {chart.Repository} repository")
        {
            Resource = $"chart {chart.Name}",
            Allowed = string.Join(", ", versions.OrderDescending(ChartVersionOrder.Instance).Take(10)),
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = "Choose a range that holds one of the versions named (the newest are shown); pre-releases are in a range only when it names one, as in >=1.0.0-0.",
        });
}

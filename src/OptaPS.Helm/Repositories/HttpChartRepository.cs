using System.Collections.Concurrent;
using OptaPS.Diagnostics;

namespace OptaPS.Helm.Repositories;

/// <summary>Charts of a repository with an <c>index.yaml</c>.</summary>
internal sealed class HttpChartRepository(RepositoryHttp http, ChartSourceOptions options)
{
    private static readonly string[] AnyType = ["*/*"];
    private readonly ConcurrentDictionary<string, Lazy<Task<(Uri Base, byte[] Text)>>> indexes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The version that an unversioned reference means, with the digest that the index names.</summary>
    public async Task<(string Version, IndexEntry Entry, Uri Base)> FindAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (address, text) = await IndexAsync(chart.Repository, cancellationToken);
        var (versions, names) = RepositoryIndex.Read(text, chart.Name, chart.Repository);
        var entry = chart.Version is { } wanted
            ? versions.FirstOrDefault(version => version.Version == wanted) ?? versions.FirstOrDefault(version => ChartVersionOrder.Trim(version.Version) == ChartVersionOrder.Trim(wanted))
            : versions.Where(version => !ChartVersionOrder.IsPreRelease(version.Version)).MaxBy(version => version.Version, ChartVersionOrder.Instance);
        return entry is null ? throw Missing(chart, versions, names) : (entry.Version, entry, address);
    }

    /// <summary>The versions of a chart that the index has.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync(ChartReference chart, CancellationToken cancellationToken)
    {
        var (_, text) = await IndexAsync(chart.Repository, cancellationToken);
        var (versions, names) = RepositoryIndex.Read(text, chart.Name, chart.Repository);
        return versions.Count == 0 ? throw Missing(chart, versions, names) : [.. versions.Select(version => version.Version)];
    }

    /// <summary>Downloads the archive of an index entry.</summary>
    public async Task<byte[]> DownloadAsync(ChartReference chart, IndexEntry entry, Uri index, CancellationToken cancellationToken)
    {
        if (entry.Urls.Count == 0)
            throw new OptaException(new Diagnostic("OPTA5569", Severity.Error, $"The index of {chart.Repository} names no archive for {chart}.") { Category = DiagnosticCategory.InvalidData, Remedy = "Tell the repository's owner, or use another version." });

        // An index that lives elsewhere than published may still name published addresses.
        var address = Moved(chart.Repository, new Uri(index, entry.Urls[0]), index);
        return await DownloadAsync(chart, address, address.Authority == index.Authority ? http.SignInFor(chart.Repository) : null, cancellationToken);
    }

    /// <summary>Downloads the archive at an address.</summary>
    public Task<byte[]> DownloadAsync(ChartReference chart, Uri archive, CancellationToken cancellationToken) =>
        DownloadAsync(chart, ServedAddress.Of(options.Target, archive.AbsoluteUri), http.SignInFor(chart.Repository), cancellationToken);

    private async Task<byte[]> DownloadAsync(ChartReference chart, Uri address, RepositoryCredentials? signIn, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(address, signIn is null ? null : RepositoryHttp.Basic(signIn), AnyType, cancellationToken);
        return answer.IsSuccessStatusCode
            ? await RepositoryHttp.ReadAsync(answer, options.MaximumArchive, address, cancellationToken)
            : throw RepositoryHttp.Refused(address, answer.StatusCode, $"archive of {chart}");
    }

    private static Uri Moved(string published, Uri address, Uri index)
    {
        var root = published.TrimEnd('/') + "/";
        var text = address.AbsoluteUri;
        return text.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? new Uri(index, text[root.Length..]) : address;
    }

    private async Task<(Uri Base, byte[] Text)> IndexAsync(string repository, CancellationToken cancellationToken)
    {
        var entry = indexes.GetOrAdd(repository, key => new(() => LoadIndexAsync(key, cancellationToken)));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch
        {
            // A failure, or the cancellation of whoever asked first, is not remembered.
            indexes.TryRemove(new(repository, entry));
            throw;
        }
    }

    private async Task<(Uri Base, byte[] Text)> LoadIndexAsync(string repository, CancellationToken cancellationToken)
    {
        var addresses = Addresses(repository);
        for (var i = 0; ; i++)
        {
            try
            {
                return await LoadIndexAsync(repository, addresses[i], cancellationToken);
            }
            catch (OptaException e) when (i + 1 < addresses.Count && e.Diagnostics[0].Code is "OPTA5564" or "OPTA5567")
            {
                // The next mirror.
            }
        }
    }

    private async Task<(Uri Base, byte[] Text)> LoadIndexAsync(string repository, Uri address, CancellationToken cancellationToken)
    {
        var index = new Uri(address, "index.yaml");
        var signIn = http.SignInFor(repository);
        using var answer = await http.GetAsync(index, signIn is null ? null : RepositoryHttp.Basic(signIn), AnyType, cancellationToken);
        return answer.IsSuccessStatusCode
            ? (address, await RepositoryHttp.ReadAsync(answer, options.MaximumIndex, index, cancellationToken))
            : throw RepositoryHttp.Refused(index, answer.StatusCode, "repository index");
    }

    private List<Uri> Addresses(string repository)
    {
        var served = ServedAddress.Of(options.Target, repository);
        var mirrors = options.Mirrors.FirstOrDefault(mirror => mirror.Key.TrimEnd('/').Equals(repository.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)).Value ?? [];
        return [.. mirrors.Prepend(served).Select(ServedAddress.WithSlash)];
    }

    private static OptaException Missing(ChartReference chart, IReadOnlyList<IndexEntry> versions, IReadOnlyList<string> names) => versions.Count == 0
        ? new OptaException(new Diagnostic("OPTA5567", Severity.Error, $"{chart.Repository} has no chart '{chart.Name}'.")
        {
            Allowed = names.Count <= 30 ? string.Join(", ", names) : $"{names.Count} charts",
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = "Check the chart's name.",
        })
        : new OptaException(new Diagnostic("OPTA5567", Severity.Error, $"{chart.Repository} has no version '{chart.Version ?? "(stable)"}' of chart '{chart.Name}'.")
        {
            Allowed = string.Join(", ", versions.Select(version => version.Version).OrderDescending(ChartVersionOrder.Instance).Take(10)),
            Category = DiagnosticCategory.ObjectNotFound,
            Remedy = "Choose one of the versions named; the newest are shown.",
        });
}

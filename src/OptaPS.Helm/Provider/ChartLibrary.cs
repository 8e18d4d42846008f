using System.Collections.Concurrent;
using System.Text;
using OptaPS.Diagnostics;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Repositories;

namespace OptaPS.Helm.Provider;

/// <summary>Opens charts of repositories (locked), of the product, and of folders on this machine.</summary>
/// <param name="fetcher">Gets charts from repositories and registries.</param>
/// <param name="embedded">The product's own charts.</param>
public sealed class ChartLibrary(ChartFetcher fetcher, IEmbeddedChartSource embedded) : IChartLibrary
{
    // Loaded charts are immutable; one entry per archive.
    private readonly ConcurrentDictionary<string, Chart> loaded = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<ReleaseChart> OpenAsync(ChartSpecification chart, string? recordedDigest, CancellationToken cancellationToken)
    {
        if (chart.Reference is { } reference)
        {
            var wanted = reference.Digest is null && recordedDigest is not null ? reference with { Digest = recordedDigest } : reference;
            var fetched = await fetcher.FetchAsync(wanted, cancellationToken);
            return Released(await LoadAsync(fetched.Digest, fetched.Archive, fetched.Reference.ToString(), cancellationToken), fetched.Digest);
        }

        if (chart.Embedded is { } name)
        {
            var files = embedded.Open(name) ?? throw Unknown(name);
            var archive = ChartPacker.Pack(name, files);
            var digest = DigestOf(files.Select(file => (file.Key, (ReadOnlyMemory<byte>)file.Value)));
            return Released(await LoadAsync(digest, archive, name, cancellationToken), digest);
        }

        var local = await ChartLoader.LoadAsync(chart.Path!, cancellationToken);
        return Released(local, DigestOf(local.Raw.Select(file => (file.Name, file.Data))));
    }

    private static ReleaseChart Released(Chart chart, string digest) =>
        new(chart.Name, chart.Version, digest, values => new ChartReleaseSource(chart, values));

    private static string DigestOf(IEnumerable<(string Name, ReadOnlyMemory<byte> Data)> files)
    {
        using var all = new MemoryStream();
        foreach (var (name, data) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            all.Write(Encoding.UTF8.GetBytes($"{name}\0{data.Length}\0"));
            all.Write(data.Span);
        }

        return ChartDigest.Of(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    private async Task<Chart> LoadAsync(string digest, ReadOnlyMemory<byte> archive, string name, CancellationToken cancellationToken)
    {
        if (loaded.TryGetValue(digest, out var known))
            return known;
        using var stream = new MemoryStream(archive.ToArray());
        return loaded.GetOrAdd(digest, await ChartLoader.LoadAsync(stream, name, cancellationToken));
    }

    private OptaException Unknown(string name) => new(new Diagnostic("OPTA5574", Severity.Error, $"OptaPS has no chart '{name}' of its own.")
    {
        Allowed = string.Join(", ", embedded.Names),
        Category = DiagnosticCategory.ObjectNotFound,
        Remedy = "Use one of the charts named.",
    });
}

using System.Formats.Tar;
using System.IO.Compression;
using OptaPS.Helm.Repositories;
using OptaPS.Modules;

namespace OptaPS.Operations.Sessions;

/// <summary>Gives the product's own charts to the Helm provider as packaged archives.</summary>
internal sealed class EmbeddedChartArchives : IEmbeddedChartSource
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. EmbeddedCharts.Names];

    /// <inheritdoc/>
    public Stream? Open(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
            return null;

        var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (path, content) in EmbeddedCharts.Files(name).OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{name}/{path}")
                {
                    DataStream = new MemoryStream(content, writable: false),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        archive.Position = 0;
        return archive;
    }
}

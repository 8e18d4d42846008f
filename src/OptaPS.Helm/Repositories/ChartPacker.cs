using System.Formats.Tar;
using System.IO.Compression;

namespace OptaPS.Helm.Repositories;

/// <summary>Packs files into a chart archive; the same files give the same bytes.</summary>
internal static class ChartPacker
{
    /// <summary>The archive: a gzipped tar with everything in one folder.</summary>
    public static byte[] Pack(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (name, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{folder}/{name}")
                {
                    DataStream = new MemoryStream(content),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                });
            }
        }

        return packed.ToArray();
    }
}

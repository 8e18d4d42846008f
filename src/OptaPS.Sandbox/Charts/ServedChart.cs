using System.Text;

namespace OptaPS.Sandbox.Charts;

/// <summary>A packed chart.</summary>
internal sealed record ServedChart(string Name, string Version, string AppVersion, string Description, IReadOnlyList<string> Repositories, byte[] Archive, string Digest)
{
    public string FileName => $"{Name}-{Version}.tgz";

    /// <summary>Packs the sources of a chart; the same sources give the same bytes on every machine.</summary>
    public static ServedChart Pack(CatalogEntry entry, IReadOnlyDictionary<string, byte[]> files)
    {
        var prefix = entry.Name + "/";
        var sources = files.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).ToList();
        var head = Encoding.UTF8.GetString(files[prefix + "Chart.yaml"]).Split('\n');
        var archive = PlainGzip.Write(PlainTar.Write(sources));
        return new ServedChart(entry.Name, entry.Version, Field("appVersion"), Field("description"), entry.Repositories, archive, ChartCatalog.DigestOf(archive));

        string Field(string name) => head.First(l => l.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim().Trim('"');
    }
}

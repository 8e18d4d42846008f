using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptaPS.Sandbox.Charts;

/// <summary>The stand-in charts that this sandbox serves, packed once at start.</summary>
internal sealed class ChartCatalog
{
    private const string Prefix = "charts/";
    private readonly Lock _gate = new();
    private readonly HashSet<string> _tampered = new(StringComparer.Ordinal);

    private ChartCatalog(IReadOnlyList<ServedChart> charts) => Charts = charts;

    public IReadOnlyList<ServedChart> Charts { get; }

    /// <summary>Published addresses of the repositories that are stood in for.</summary>
    public IEnumerable<string> Repositories => Charts.SelectMany(c => c.Repositories).Distinct(StringComparer.Ordinal);

    public static ChartCatalog Load()
    {
        var assembly = typeof(ChartCatalog).Assembly;
        var files = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(n => n[Prefix.Length..].Replace('\\', '/'), Read, StringComparer.Ordinal);
        var entries = JsonSerializer.Deserialize<CatalogEntry[]>(files["catalog.json"], new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
        return new ChartCatalog([.. entries.Select(entry => ServedChart.Pack(entry, files))]);

        byte[] Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    /// <summary>The short name under which a repository is served.</summary>
    public static string Slug(string repository) => string.Concat(repository[(repository.IndexOf("://", StringComparison.Ordinal) + 3)..].Select(c => char.IsAsciiLetterOrDigit(c) || c == '.' ? c : '-')).Trim('-');

    /// <summary>The bytes that are sent for a chart: its archive, with one byte changed when it was tampered with.</summary>
    public byte[] Archive(ServedChart chart)
    {
        lock (_gate)
        {
            if (!_tampered.Contains(chart.Name))
            {
                return chart.Archive;
            }
        }

        var changed = (byte[])chart.Archive.Clone();
        changed[changed.Length / 2] ^= 1;
        return changed;
    }

    public bool Tamper(string chart)
    {
        lock (_gate)
        {
            return Charts.Any(c => c.Name == chart) && (_tampered.Add(chart) || true);
        }
    }

    public void Restore()
    {
        lock (_gate)
        {
            _tampered.Clear();
        }
    }

    /// <summary>Lock of the served charts: repository (published address), name, version, digest.</summary>
    public JsonObject Lock() => new()
    {
        ["charts"] = new JsonArray(
        [
            .. from chart in Charts
               from repository in chart.Repositories
               select (JsonNode)new JsonObject { ["repository"] = repository, ["name"] = chart.Name, ["version"] = chart.Version, ["digest"] = chart.Digest }
        ])
    };

    /// <summary>Published repository address to the address at which this sandbox serves it.</summary>
    public JsonObject Map(Uri address) => new(Repositories.Select(r => KeyValuePair.Create(r, (JsonNode?)(r.StartsWith("oci://", StringComparison.Ordinal)
        ? $"oci://{address.Authority}/{r["oci://".Length..]}"
        : $"{address.ToString().TrimEnd('/')}/charts/{Slug(r)}"))));

    public JsonObject Describe()
    {
        lock (_gate)
        {
            return new JsonObject { ["charts"] = Lock(), ["tampered"] = new JsonArray([.. _tampered.Order(StringComparer.Ordinal).Select(t => (JsonNode)t)]) };
        }
    }

    /// <summary><c>sha256:</c> and the hexadecimal hash.</summary>
    public static string DigestOf(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OptaPS.Helm.Provider;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tools;

/// <summary>Chart.lock (requirements.lock of charts v1): the versions that a chart's dependencies were fetched in.</summary>
internal static class DependencyLock
{
    public static string FileName(Chart chart) => chart.Metadata.ApiVersion == "v1" ? "requirements.lock" : "Chart.lock";

    /// <summary>The locked dependencies; null when there is no lock.</summary>
    /// <exception cref="OptaException">OPTA5006: the lock is not of these dependencies.</exception>
    public static IReadOnlyList<ChartDependency>? Read(Chart chart)
    {
        var name = FileName(chart);
        if (chart.Raw.FirstOrDefault(file => file.Name == name) is not { } file || YamlReader.ReadMap(file.Text) is not { } map)
        {
            return null;
        }
        var locked = ChartMetadataReader.Read(file, before: null).Dependencies ?? [];
        return map["digest"] as string == Digest(chart.Metadata.Dependencies ?? [], locked)
            ? locked
            : throw HelmError.Of(HelmError.Dependencies, $"the lock file ({name}) is out of sync with the dependencies file ({(name == "Chart.lock" ? "Chart.yaml" : "requirements.yaml")}). Please update the dependencies");
    }

    /// <summary>Writes the lock, unless it says the same already.</summary>
    public static async Task WriteAsync(string folder, Chart chart, IReadOnlyList<ChartDependency> locked, TimeProvider time, CancellationToken cancellationToken)
    {
        var name = FileName(chart);
        var digest = Digest(chart.Metadata.Dependencies ?? [], locked);
        if (chart.Raw.FirstOrDefault(file => file.Name == name) is { } old && YamlReader.ReadMap(old.Text)?["digest"] as string == digest)
        {
            return;
        }
        var document = new JsonObject
        {
            ["generated"] = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
            ["digest"] = digest,
            ["dependencies"] = new JsonArray([.. locked.Select(ChartRecord.Dependency)]),
        };
        await File.WriteAllTextAsync(Path.Combine(folder, name), HelmYaml.Write(document), cancellationToken);
    }

    private static string Digest(IReadOnlyList<ChartDependency> asked, IReadOnlyList<ChartDependency> locked)
    {
        var text = "[" + List(asked) + "," + List(locked) + "]";
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(GoText.ToBytes(text)));
    }

    // Go writes the members of a structure in their own order, those of a map sorted.
    private static string List(IReadOnlyList<ChartDependency> dependencies) =>
        "[" + string.Join(',', dependencies.Select(d => "{" + string.Join(',', ((JsonObject)ChartRecord.Dependency(d)).Select(m => GoJson.Write(m.Key) + ":" + HelmYaml.WriteJson(m.Value))) + "}")) + "]";
}

using OptaPS.Modules.Documents;

namespace OptaPS.Modules;

/// <summary>Our own charts, for the Helm provider: a release document names one by <c>"chart": {"embedded": "k8s-service"}</c>.</summary>
public static class EmbeddedCharts
{
    private const string Root = "charts/";

    /// <summary>Names of the charts.</summary>
    public static IReadOnlyList<string> Names =>
        [.. EmbeddedText.Names(Root).Select(name => name[Root.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>The files of a chart by their path inside the chart folder (forward slashes).</summary>
    /// <exception cref="KeyNotFoundException">There is no such chart.</exception>
    public static IReadOnlyDictionary<string, byte[]> Files(string chart)
    {
        var prefix = $"{Root}{chart}/";
        var files = EmbeddedText.Names(prefix).ToDictionary(name => name[prefix.Length..], EmbeddedText.Bytes, StringComparer.Ordinal);
        return files.Count > 0 ? files : throw new KeyNotFoundException($"There is no chart '{chart}'; there are: {string.Join(", ", Names)}.");
    }
}

using System.Text;
using OptaPS.Helm.Provider;

namespace OptaPS.Helm.Tools;

/// <summary>Texts of a chart as helm show prints them.</summary>
public static class ChartInspector
{
    private static readonly string[] ReadmeNames = ["readme.md", "readme.txt", "readme"];

    /// <summary>One part of a chart, or all.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="part"><c>chart</c>, <c>values</c>, <c>readme</c>, <c>crds</c> or <c>all</c>.</param>
    public static string Show(Chart chart, string part)
    {
        var all = part == "all";
        var text = new StringBuilder();
        if (all || part == "chart")
        {
            text.Append(HelmYaml.Write(ChartRecord.Of(chart)["metadata"])).Append('\n');
        }
        if (all || part == "values")
        {
            Append(text, all, chart.Raw.FirstOrDefault(file => file.Name == "values.yaml")?.Text);
        }
        if (all || part == "readme")
        {
            Append(text, all, chart.Files.FirstOrDefault(file => ReadmeNames.Contains(file.Name, StringComparer.OrdinalIgnoreCase))?.Text);
        }
        if (all || part == "crds")
        {
            foreach (var crd in Crds(chart))
            {
                Append(text, !crd.Text.StartsWith("---", StringComparison.Ordinal), crd.Text);
            }
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, bool separate, string? content)
    {
        if (content is not null)
        {
            text.Append(separate ? "---\n" : "").Append(content).Append('\n');
        }
    }

    private static IEnumerable<ChartFile> Crds(Chart chart) =>
        chart.Files.Where(file => file.Name.StartsWith("crds/", StringComparison.Ordinal) && GoPath.Extension(file.Name) is ".yaml" or ".yml" or ".json")
            .Concat(chart.Dependencies.SelectMany(Crds));
}

using System.Text;

namespace OptaPS.Sandbox.Charts;

/// <summary>The index of a chart repository.</summary>
internal static class RepositoryIndex
{
    public static string Write(IEnumerable<ServedChart> charts)
    {
        var text = new StringBuilder("apiVersion: v1\nentries:\n");
        foreach (var chart in charts.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            text.Append($"  {chart.Name}:\n")
                .Append("  - apiVersion: v2\n")
                .Append($"    appVersion: \"{chart.AppVersion}\"\n")
                .Append("    created: \"2026-01-01T00:00:00Z\"\n")
                .Append($"    description: {chart.Description}\n")
                .Append($"    digest: {chart.Digest["sha256:".Length..]}\n")
                .Append($"    name: {chart.Name}\n")
                .Append("    type: application\n")
                .Append($"    urls:\n    - {chart.FileName}\n")
                .Append($"    version: {chart.Version}\n");
        }

        return text.Append("generated: \"2026-01-01T00:00:00Z\"\n").ToString();
    }
}

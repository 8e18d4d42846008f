using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using OptaPS.Helm.Values;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>Reads one YAML document of a manifest, as Helm's parser reads it.</summary>
internal static class ManifestYaml
{
    /// <summary>The document as JSON; null when it is empty.</summary>
    /// <exception cref="OptaException">OPTA5503: it is not valid YAML.</exception>
    public static JsonNode? Parse(string text, string source)
    {
        try
        {
            return JsonTree.ToNode(YamlReader.Read(text, YamlNumbers.Native));
        }
        catch (YamlTextException e)
        {
            throw new OptaException(
                new Diagnostic("OPTA5503", Severity.Error, $"The manifest is not valid YAML{(source.Length > 0 ? $" (from {source})" : "")}.")
                {
                    Cause = e.Message,
                    Remedy = "Correct the chart's template.",
                    Category = DiagnosticCategory.InvalidData,
                },
                e);
        }
    }
}

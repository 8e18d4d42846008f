using System.Globalization;
using System.Text.Json.Nodes;
using OptaPS.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlException = YamlDotNet.Core.YamlException;
using YamlNode = YamlDotNet.RepresentationModel.YamlNode;

namespace OptaPS.Helm.Releases.Manifests;

/// <summary>Reads one YAML document of a manifest.</summary>
internal static class ManifestYaml
{
    /// <summary>The document as JSON; null when it is empty.</summary>
    public static JsonNode? Parse(string text, string source)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
        }
        catch (YamlException e)
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

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    private static JsonNode? Scalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "on" => true,
        "false" or "False" or "FALSE" or "no" or "off" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
        _ => text,
    };
}

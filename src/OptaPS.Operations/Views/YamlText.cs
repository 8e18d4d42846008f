using System.Text.Json.Nodes;
using OptaPS.Helm.Tools;

namespace OptaPS.Operations.Views;

/// <summary>YAML for fronts that print it, in the form that Helm and kubectl print.</summary>
public static class YamlText
{
    /// <summary>The document with sorted keys and a final line feed.</summary>
    public static string Write(JsonNode node) => HelmYaml.Write(node);
}

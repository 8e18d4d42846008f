using System.Text.Json.Nodes;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Tools;

/// <summary>Writes JSON as the YAML and JSON that Helm prints.</summary>
public static class HelmYaml
{
    /// <summary>YAML with sorted keys and a final line feed.</summary>
    public static string Write(JsonNode? node) => YamlWriter.Write(JsonTree.FromNode(node));

    /// <summary>JSON on one line as Go writes it: keys sorted, HTML escaped.</summary>
    public static string WriteJson(JsonNode? node) => GoJson.Write(JsonTree.FromNode(node));
}

using System.Text.Json.Nodes;

namespace OptaPS.Helm.Values;

/// <summary>A tree of values for a chart, as values files and --set flags make it. Whole numbers of files are floating point, those of --set are not, as in Helm.</summary>
public sealed class ChartValues
{
    internal ChartValues(GoMap map) => Map = map;

    /// <summary>No values.</summary>
    public static ChartValues Empty => new(new GoMap());

    internal GoMap Map { get; }

    /// <summary>Takes a JSON object; numbers behave as those of a values file do.</summary>
    public static ChartValues FromJson(JsonObject json) => new((GoMap)JsonTree.FromNode(json)!);

    /// <summary>Reads the text of a values file.</summary>
    /// <exception cref="OptaException">OPTA5010: the text is not a YAML mapping.</exception>
    public static ChartValues FromYaml(string yaml, string name = "values.yaml")
    {
        try
        {
            return new ChartValues(Yaml.YamlReader.ReadMap(yaml) ?? new GoMap());
        }
        catch (Yaml.YamlTextException e)
        {
            throw HelmError.Of(HelmError.Values, $"failed to parse {name}: {e.Message}", e);
        }
    }

    /// <summary>The tree as JSON.</summary>
    public JsonObject ToJson() => (JsonObject)JsonTree.ToNode(Map)!;

    /// <summary>The tree as Helm writes it in YAML.</summary>
    public string ToYaml() => Yaml.YamlWriter.Write(Map);
}

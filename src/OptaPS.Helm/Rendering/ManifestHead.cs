using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Rendering;

/// <summary>The fields of a document that decide about order and hooks.</summary>
internal sealed record ManifestHead(string ApiVersion, string Kind, string Name, GoMap? Annotations)
{
    private const string Prefix = "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ";

    private static readonly string[] Fields = ["apiVersion", "kind"];
    private static readonly string[] MetadataFields = ["name", "annotations"];

    public static ManifestHead Read(string text)
    {
        switch (YamlReader.ReadFields(text, Fields, "metadata", MetadataFields))
        {
            case null:
                return new ManifestHead("", "", "", null);
            case GoMap map:
                var metadata = map["metadata"];
                var table = metadata switch
                {
                    null => null,
                    GoMap m => m,
                    _ => throw new YamlTextException($"{Prefix}{YamlReader.JsonKind(metadata)} into Go struct field SimpleHead.metadata of type struct {{ Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }}"),
                };
                return new ManifestHead(
                    Text(map, "apiVersion", "SimpleHead.apiVersion"),
                    Text(map, "kind", "SimpleHead.kind"),
                    table is null ? "" : Text(table, "name", "SimpleHead.metadata.name"),
                    Annotated(table));
            case var other:
                throw new YamlTextException($"{Prefix}{YamlReader.JsonKind(other)} into Go value of type releaseutil.SimpleHead");
        }
    }

    public string? Annotation(string name) => Annotations is not null && Annotations.TryGetValue(name, out var value) ? value as string ?? GoPrinter.ToText(value) : null;

    private static GoMap? Annotated(GoMap? metadata)
    {
        switch (metadata?["annotations"])
        {
            case null:
                return null;
            case GoMap map:
                foreach (var key in map.Keys)
                {
                    map[key] = Text(map, key, ".metadata.annotations");
                }
                return map;
            case var other:
                throw new YamlTextException($"{Prefix}{YamlReader.JsonKind(other)} into Go struct field .metadata.annotations of type map[string]string");
        }
    }

    private static string Text(GoMap map, string name, string field) => map[name] switch
    {
        null => "",
        string s => s,
        GoMap or GoList => throw new YamlTextException($"{Prefix}{YamlReader.JsonKind(map[name])} into Go struct field {field} of type string"),
        double d => GoFloat.Format((float)d, 'g', -1, 32),
        var other => GoPrinter.ToText(other),
    };
}

using System.Text.Json.Nodes;
using OptaPS.Helm.Charts;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Provider;

/// <summary>A chart as release records hold it. Subcharts are not recorded, as in Helm.</summary>
internal static class ChartRecord
{
    /// <summary>The member <c>chart</c> of a record.</summary>
    public static JsonObject Of(Chart chart) => new()
    {
        ["metadata"] = Metadata(chart.Metadata),
        ["lock"] = Lock(chart),
        ["templates"] = Files(chart.Templates),
        ["values"] = chart.Values.ToJson(),
        ["schema"] = chart.Schema is { } schema ? Convert.ToBase64String(schema.Data.Span) : null,
        ["files"] = Files(chart.Files),
    };

    private static JsonArray? Files(IReadOnlyList<ChartFile> files) => files.Count == 0
        ? null
        : [.. files.Select(file => (JsonNode)new JsonObject { ["name"] = file.Name, ["data"] = Convert.ToBase64String(file.Data.Span) })];

    private static JsonObject Metadata(ChartMetadata metadata)
    {
        var json = new JsonObject();
        Add(json, "name", metadata.Name);
        Add(json, "home", metadata.Home);
        Add(json, "sources", metadata.Sources);
        Add(json, "version", metadata.Version);
        Add(json, "description", metadata.Description);
        Add(json, "keywords", metadata.Keywords);
        if (metadata.Maintainers is { Count: > 0 } maintainers)
            json["maintainers"] = new JsonArray([.. maintainers.Select(Maintainer)]);
        Add(json, "icon", metadata.Icon);
        Add(json, "apiVersion", metadata.ApiVersion);
        Add(json, "condition", metadata.Condition);
        Add(json, "tags", metadata.Tags);
        Add(json, "appVersion", metadata.AppVersion);
        if (metadata.Deprecated)
            json["deprecated"] = true;
        if (metadata.Annotations is { Count: > 0 } annotations)
            json["annotations"] = new JsonObject(annotations.Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));
        Add(json, "kubeVersion", metadata.KubeVersion);
        if (metadata.Dependencies is { Count: > 0 } dependencies)
            json["dependencies"] = new JsonArray([.. dependencies.Select(Dependency)]);
        Add(json, "type", metadata.Type);
        return json;
    }

    private static JsonNode Maintainer(ChartMaintainer maintainer)
    {
        var json = new JsonObject();
        Add(json, "name", maintainer.Name);
        Add(json, "email", maintainer.Email);
        Add(json, "url", maintainer.Url);
        return json;
    }

    internal static JsonNode Dependency(ChartDependency dependency)
    {
        var json = new JsonObject { ["name"] = dependency.Name };
        Add(json, "version", dependency.Version);
        json["repository"] = dependency.Repository;
        Add(json, "condition", dependency.Condition);
        Add(json, "tags", dependency.Tags);
        if (dependency.ImportValues is { } imported && JsonTree.ToNode(imported) is JsonArray { Count: > 0 } list)
            json["import-values"] = list;
        Add(json, "alias", dependency.Alias);
        return json;
    }

    private static JsonNode? Lock(Chart chart)
    {
        var name = chart.Metadata.ApiVersion == "v1" ? "requirements.lock" : "Chart.lock";
        var file = chart.Raw.FirstOrDefault(found => found.Name == name);
        return file is null ? null : JsonTree.ToNode(YamlReader.ReadMap(file.Text));
    }

    private static void Add(JsonObject json, string name, string value)
    {
        if (value.Length > 0)
            json[name] = value;
    }

    private static void Add(JsonObject json, string name, IReadOnlyList<string>? values)
    {
        if (values is { Count: > 0 })
            json[name] = new JsonArray([.. values.Select(value => (JsonNode?)value)]);
    }
}

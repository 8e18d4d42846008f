using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Charts;

/// <summary>Reads Chart.yaml and requirements.yaml.</summary>
internal static class ChartMetadataReader
{
    public static ChartMetadata Read(ChartFile file, ChartMetadata? before)
    {
        GoMap? map;
        try
        {
            map = YamlReader.ReadMap(file.Text, YamlNumbers.Native);
        }
        catch (YamlTextException e)
        {
            throw HelmError.Of(HelmError.ChartMetadata, $"cannot load {file.Name}: {e.Message.Replace("map[string]interface {}", "chart.Metadata", StringComparison.Ordinal)}", e);
        }
        if (map is null)
        {
            return before ?? new ChartMetadata();
        }
        var fields = new FieldReader(map, file.Name);
        var old = before ?? new ChartMetadata();
        return new ChartMetadata
        {
            Name = fields.Text("name") ?? old.Name,
            Home = fields.Text("home") ?? old.Home,
            Sources = fields.Texts("sources") ?? old.Sources,
            Version = fields.Text("version") ?? old.Version,
            Description = fields.Text("description") ?? old.Description,
            Keywords = fields.Texts("keywords") ?? old.Keywords,
            Maintainers = fields.Maps("maintainers")?.ConvertAll(m => new ChartMaintainer(m.Text("name") ?? "", m.Text("email") ?? "", m.Text("url") ?? "")) ?? old.Maintainers,
            Icon = fields.Text("icon") ?? old.Icon,
            ApiVersion = fields.Text("apiVersion") ?? old.ApiVersion,
            Condition = fields.Text("condition") ?? old.Condition,
            Tags = fields.Text("tags") ?? old.Tags,
            AppVersion = fields.Text("appVersion") ?? old.AppVersion,
            Deprecated = fields.Bool("deprecated") ?? old.Deprecated,
            Annotations = fields.TextMap("annotations") ?? old.Annotations,
            KubeVersion = fields.Text("kubeVersion") ?? old.KubeVersion,
            Dependencies = fields.Maps("dependencies")?.ConvertAll(Dependency) ?? old.Dependencies,
            Type = fields.Text("type") ?? old.Type,
        };
    }

    private static ChartDependency Dependency(FieldReader d) => new()
    {
        Name = d.Text("name") ?? "",
        Version = d.Text("version") ?? "",
        Repository = d.Text("repository") ?? "",
        Condition = d.Text("condition") ?? "",
        Tags = d.Texts("tags") ?? [],
        Alias = d.Text("alias") ?? "",
        ImportValues = d.List("import-values"),
    };
}

using OptaPS.Helm.Functions;
using OptaPS.Helm.Yaml;

namespace OptaPS.Helm.Charts;

/// <summary>Sorts files into the parts of a chart, subcharts included.</summary>
internal static class ChartAssembler
{
    public static Chart Assemble(List<ChartFile> files, ChartLimits limits, int depth)
    {
        if (depth > limits.MaximumDepth)
        {
            throw HelmError.Of(HelmError.ChartTooLarge, $"charts are nested deeper than {limits.MaximumDepth}");
        }
        ChartMetadata? metadata = null;
        foreach (var file in files)
        {
            if (file.Name == "Chart.yaml")
            {
                metadata = ChartMetadataReader.Read(file, metadata);
                if (metadata.ApiVersion.Length == 0)
                {
                    metadata = metadata with { ApiVersion = "v1" };
                }
            }
        }
        var templates = new List<ChartFile>();
        var others = new List<ChartFile>();
        var subcharts = new SortedDictionary<string, List<ChartFile>>(GoText.ByteOrder);
        var values = new GoMap();
        ChartFile? schema = null;
        foreach (var file in files)
        {
            switch (file.Name)
            {
                case "Chart.yaml" or "Chart.lock":
                    break;
                case "values.yaml":
                    values = ReadValues(file);
                    break;
                case "values.schema.json":
                    schema = file;
                    break;
                case "requirements.yaml":
                    metadata = ChartMetadataReader.Read(file, metadata);
                    if (metadata.ApiVersion == "v1")
                    {
                        others.Add(file);
                    }
                    break;
                case "requirements.lock":
                    if (metadata?.ApiVersion == "v1")
                    {
                        others.Add(file);
                    }
                    break;
                case var name when name.StartsWith("templates/", StringComparison.Ordinal):
                    templates.Add(file);
                    break;
                case var name when name.StartsWith("charts/", StringComparison.Ordinal) && !name.EndsWith(".prov", StringComparison.Ordinal):
                    var inner = name["charts/".Length..];
                    var chart = inner.Split('/', 2)[0];
                    if (!subcharts.TryGetValue(chart, out var list))
                    {
                        subcharts[chart] = list = [];
                    }
                    list.Add(file with { Name = inner });
                    break;
                default:
                    others.Add(file);
                    break;
            }
        }
        if (metadata is null)
        {
            throw HelmError.Of(HelmError.ChartLoad, "Chart.yaml file is missing");
        }
        metadata = ChartValidation.Check(metadata);
        var dependencies = new List<Chart>();
        foreach (var (name, list) in subcharts)
        {
            if (name.Length > 0 && name[0] is '_' or '.')
            {
                continue;
            }
            dependencies.Add(Subchart(name, list, metadata.Name, limits, depth));
        }
        return new Chart(metadata, files, templates, others, values, schema, dependencies);
    }

    private static GoMap ReadValues(ChartFile file)
    {
        try
        {
            return YamlReader.ReadMap(file.Text) ?? new GoMap();
        }
        catch (YamlTextException e)
        {
            throw HelmError.Of(HelmError.Values, "cannot load values.yaml: " + e.Message, e);
        }
    }

    private static Chart Subchart(string name, List<ChartFile> files, string parent, ChartLimits limits, int depth)
    {
        try
        {
            if (GoPath.Extension(name) == ".tgz")
            {
                if (files[0].Name != name)
                {
                    throw HelmError.Of(HelmError.ChartLoad, $"error unpacking subchart tar in {parent}: expected {name}, got {files[0].Name}");
                }
                var bytes = files[0].Data.ToArray();
                return Assemble(ChartArchive.Read(bytes, limits), limits, depth + 1);
            }
            var inner = new List<ChartFile>(files.Count);
            foreach (var file in files)
            {
                var slash = file.Name.IndexOf('/', StringComparison.Ordinal);
                if (slash >= 0)
                {
                    inner.Add(file with { Name = file.Name[(slash + 1)..] });
                }
            }
            return Assemble(inner, limits, depth + 1);
        }
        catch (OptaException e) when (!e.Diagnostics[0].Message.StartsWith("error unpacking subchart tar", StringComparison.Ordinal))
        {
            throw HelmError.Of(e.Diagnostics[0].Code, $"error unpacking subchart {name} in {parent}: {e.Diagnostics[0].Message}", e);
        }
    }
}

namespace OptaPS.Helm.Charts;

/// <summary>A loaded chart; immutable, so that it can be cached and rendered many times.</summary>
public sealed class Chart
{
    internal Chart(ChartMetadata metadata, IReadOnlyList<ChartFile> raw, IReadOnlyList<ChartFile> templates, IReadOnlyList<ChartFile> files, GoMap values, ChartFile? schema, IReadOnlyList<Chart> dependencies)
    {
        Metadata = metadata;
        Raw = raw;
        Templates = templates;
        Files = files;
        DefaultValues = values;
        Schema = schema;
        Dependencies = dependencies;
    }

    /// <summary>What Chart.yaml says.</summary>
    public ChartMetadata Metadata { get; }

    /// <summary>Name of the chart.</summary>
    public string Name => Metadata.Name;

    /// <summary>Version of the chart.</summary>
    public string Version => Metadata.Version;

    /// <summary>All files as they were read, in order.</summary>
    public IReadOnlyList<ChartFile> Raw { get; }

    /// <summary>Files under templates/.</summary>
    public IReadOnlyList<ChartFile> Templates { get; }

    /// <summary>Files that templates see as .Files.</summary>
    public IReadOnlyList<ChartFile> Files { get; }

    /// <summary>values.schema.json, when there is one.</summary>
    public ChartFile? Schema { get; }

    /// <summary>The charts in charts/.</summary>
    public IReadOnlyList<Chart> Dependencies { get; }

    /// <summary>The values of values.yaml.</summary>
    public ChartValues Values => new(DefaultValues);

    internal GoMap DefaultValues { get; }

    /// <summary>Templates of this and of all dependencies, parsed once.</summary>
    internal Templates.TemplateCache ParsedTemplates { get; } = new();
}

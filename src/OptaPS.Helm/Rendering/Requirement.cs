namespace OptaPS.Helm.Rendering;

/// <summary>A dependency entry while conditions and tags are worked out.</summary>
internal sealed class Requirement(ChartDependency entry)
{
    public ChartDependency Entry { get; } = entry;

    /// <summary>The name, later the alias.</summary>
    public string Name { get; set; } = entry.Name;

    public bool Enabled { get; set; } = true;
}

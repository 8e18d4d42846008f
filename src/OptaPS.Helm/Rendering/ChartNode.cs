namespace OptaPS.Helm.Rendering;

/// <summary>A working copy of a chart in a tree, which dependency processing may change.</summary>
internal sealed class ChartNode
{
    private ChartNode(Chart chart)
    {
        Chart = chart;
        Name = chart.Name;
        Values = chart.DefaultValues;
        Requirements = chart.Metadata.Dependencies?.Select(d => new Requirement(d)).ToList();
    }

    public Chart Chart { get; }

    /// <summary>The name, or the alias.</summary>
    public string Name { get; private set; }

    public GoMap Values { get; set; }

    public ChartNode? Parent { get; private set; }

    public List<ChartNode> Dependencies { get; private set; } = [];

    public List<Requirement>? Requirements { get; set; }

    public bool IsRoot => Parent is null;

    /// <summary>Path of the chart in the tree, such as app/charts/db.</summary>
    public string FullPath => Parent is null ? Name : Parent.FullPath + "/charts/" + Name;

    public bool IsLibrary => Chart.Metadata.Type.Equals("library", StringComparison.OrdinalIgnoreCase);

    public static ChartNode Tree(Chart chart)
    {
        var node = new ChartNode(chart);
        node.SetDependencies(chart.Dependencies.Select(Tree));
        return node;
    }

    public void SetDependencies(IEnumerable<ChartNode> nodes)
    {
        Dependencies = [.. nodes];
        foreach (var d in Dependencies)
        {
            d.Parent = this;
        }
    }

    /// <summary>A copy under another name; it shares the nodes below it, as Helm's does.</summary>
    public ChartNode Alias(string name) => new(Chart)
    {
        Name = name.Length > 0 ? name : Name,
        Values = Values,
        Parent = Parent,
        Dependencies = Dependencies,
        Requirements = Requirements,
    };
}

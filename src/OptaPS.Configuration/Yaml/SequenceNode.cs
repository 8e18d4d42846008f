namespace OptaPS.Configuration.Yaml;

/// <summary>A list as written.</summary>
internal sealed class SequenceNode(int line, int column) : SourceNode(line, column)
{
    private readonly List<SourceNode> items = [];

    public IReadOnlyList<SourceNode> Items => items;

    public override string KindName => "list";

    public void Add(SourceNode item)
    {
        items.Add(item);
        Weight += item.Weight;
    }
}

namespace OptaPS.Helm.Schema;

/// <summary>Which properties and items some part of a schema has looked at, for the unevaluated keywords.</summary>
internal sealed class EvaluatedItems
{
    public HashSet<string> Properties { get; } = new(StringComparer.Ordinal);

    public HashSet<int> Items { get; } = [];

    public void Add(EvaluatedItems other)
    {
        Properties.UnionWith(other.Properties);
        Items.UnionWith(other.Items);
    }
}

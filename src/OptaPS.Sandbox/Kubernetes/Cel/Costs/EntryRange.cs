namespace OptaPS.Sandbox.Kubernetes.Cel.Costs;

/// <summary>Sizes of what a list or map that an expression makes contains.</summary>
/// <param name="IsList">A list; else a map.</param>
/// <param name="Key">Size of keys; 1 of lists.</param>
/// <param name="Value">Size of items or values.</param>
internal sealed record EntryRange(bool IsList, SizeRange Key, SizeRange Value)
{
    public static EntryRange? Union(EntryRange? one, EntryRange? other) => one is null || other is null ? null : new EntryRange(one.IsList, one.Key.Union(other.Key), one.Value.Union(other.Value));
}

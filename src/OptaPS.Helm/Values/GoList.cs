namespace OptaPS.Helm.Values;

/// <summary>A Go slice; its type tells []interface {} from []string and others.</summary>
internal sealed class GoList
{
    public GoList(GoType type, List<object?> items, bool isNil = false)
    {
        Type = type;
        Items = items;
        IsNil = isNil;
    }

    public GoList(List<object?> items)
        : this(GoTypes.SliceAny, items)
    {
    }

    public GoType Type { get; }

    public List<object?> Items { get; }

    /// <summary>True for a nil slice, which prints like an empty one but is null in JSON.</summary>
    public bool IsNil { get; }

    public int Count => Items.Count;

    public object? this[int index] => Items[index];

    public static GoList OfStrings(IEnumerable<string> items) => new(GoTypes.SliceString, [.. items]);
}

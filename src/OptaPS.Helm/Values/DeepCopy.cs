namespace OptaPS.Helm.Values;

/// <summary>Copies trees of maps and lists.</summary>
internal static class DeepCopy
{
    public static GoMap Of(GoMap map)
    {
        RuntimeGuard.EnsureStack();
        var copy = new GoMap(map.Type, map.Count);
        foreach (var (key, value) in map.Unordered)
        {
            copy[key] = Of(value);
        }
        return copy;
    }

    public static object? Of(object? value) => value switch
    {
        GoMap map => Of(map),
        GoList list => new GoList(list.Type, list.Items.ConvertAll(Of), list.IsNil),
        _ => value,
    };
}

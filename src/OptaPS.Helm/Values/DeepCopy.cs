namespace OptaPS.Helm.Values;

/// <summary>Copies trees of maps and lists. What is held in several places is copied for each, so a copy on behalf of a template is counted.</summary>
internal static class DeepCopy
{
    private const int CharactersPerItem = 16;

    public static GoMap Of(GoMap map, FunctionContext? context = null)
    {
        RuntimeGuard.EnsureStack();
        context?.Charge((map.Count + 1L) * CharactersPerItem);
        var copy = new GoMap(map.Type, map.Count);
        foreach (var (key, value) in map.Unordered)
        {
            copy[key] = Of(value, context);
        }
        return copy;
    }

    public static object? Of(object? value, FunctionContext? context = null)
    {
        switch (value)
        {
            case GoMap map:
                return Of(map, context);
            case GoList list:
                RuntimeGuard.EnsureStack();
                context?.Charge((list.Count + 1L) * CharactersPerItem);
                return new GoList(list.Type, list.Items.ConvertAll(item => Of(item, context)), list.IsNil);
            default:
                return value;
        }
    }
}

namespace OptaPS.Helm.Rendering;

/// <summary>Follows dotted paths through values.</summary>
internal static class ValuePath
{
    /// <summary>The table at a path, or null.</summary>
    public static GoMap? Table(GoMap values, string path)
    {
        var table = values;
        foreach (var name in path.Split('.'))
        {
            if (!table.TryGetValue(name, out var next) || next is not GoMap map)
            {
                return null;
            }
            table = map;
        }
        return table;
    }

    /// <summary>The value at a path, when there is one and it is no table.</summary>
    public static bool TryScalar(GoMap values, string path, out object? value)
    {
        var dot = path.LastIndexOf('.');
        var table = dot < 0 ? values : Table(values, path[..dot]);
        value = null;
        return table is not null && table.TryGetValue(path[(dot + 1)..], out value) && value is not GoMap;
    }
}

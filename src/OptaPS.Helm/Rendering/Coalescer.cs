namespace OptaPS.Helm.Rendering;

/// <summary>Lays given values over the defaults of a chart and its dependencies, as Helm does.</summary>
internal static class Coalescer
{
    private const string Global = "global";

    /// <summary>Given values over defaults; a null removes a default.</summary>
    public static GoMap Coalesce(ChartNode chart, GoMap? values) => Run(chart, values is null ? new GoMap() : DeepCopy.Of(values), merge: false);

    /// <summary>The same, but nulls are kept.</summary>
    public static GoMap Merge(ChartNode chart, GoMap? values) => Run(chart, values is null ? new GoMap() : DeepCopy.Of(values), merge: true);

    /// <summary>Adds to <paramref name="target"/> what only <paramref name="source"/> has, table by table.</summary>
    public static GoMap Tables(GoMap target, GoMap source, bool merge)
    {
        RuntimeGuard.EnsureStack();
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in source.Unordered)
        {
            if (value is not null)
            {
                given.Add(key);
            }
        }
        foreach (var key in target.Keys)
        {
            if (target[key] is null)
            {
                source[key] = null;
            }
        }
        foreach (var key in source.Keys)
        {
            var value = source[key];
            if (!target.TryGetValue(key, out var present))
            {
                target[key] = value;
            }
            else if (!merge && present is null && given.Contains(key))
            {
                target.Remove(key);
            }
            else if (value is GoMap sourceTable && present is GoMap targetTable)
            {
                Tables(targetTable, sourceTable, merge);
            }
        }
        return target;
    }

    private static GoMap Run(ChartNode chart, GoMap target, bool merge)
    {
        Defaults(chart, target, merge);
        foreach (var child in chart.Dependencies)
        {
            if (!target.TryGetValue(child.Name, out var value))
            {
                target[child.Name] = value = new GoMap();
            }
            if (value is not GoMap table)
            {
                throw HelmError.Of(HelmError.Values, $"type mismatch on {child.Name}: {GoFormatter.Sprintf("%t", [value])}");
            }
            Globals(table, target);
            target[child.Name] = Run(child, table, merge);
        }
        return target;
    }

    private static void Defaults(ChartNode chart, GoMap target, bool merge)
    {
        var defaults = DeepCopy.Of(chart.Values);
        foreach (var key in defaults.Keys)
        {
            var value = defaults[key];
            if (!target.TryGetValue(key, out var present))
            {
                target[key] = value;
            }
            else if (present is null && !merge)
            {
                target.Remove(key);
            }
            else if (present is GoMap targetTable && value is GoMap table)
            {
                Tables(targetTable, table, merge || chart.Dependencies.Exists(d => d.Name == key));
            }
        }
    }

    private static void Globals(GoMap target, GoMap source)
    {
        GoMap to;
        if (!target.TryGetValue(Global, out var targetValue))
        {
            to = new GoMap();
        }
        else if (targetValue is GoMap map)
        {
            to = map;
        }
        else
        {
            return;
        }
        GoMap from;
        if (!source.TryGetValue(Global, out var sourceValue))
        {
            from = new GoMap();
        }
        else if (sourceValue is GoMap map)
        {
            from = map;
        }
        else
        {
            return;
        }
        foreach (var key in from.Keys)
        {
            var value = from[key];
            if (value is GoMap table)
            {
                var copy = table.Copy();
                if (!to.TryGetValue(key, out var present))
                {
                    to[key] = copy;
                }
                else if (present is GoMap presentTable)
                {
                    Tables(copy, presentTable, merge: true);
                    to[key] = copy;
                }
            }
            else if (to[key] is not GoMap)
            {
                to[key] = value;
            }
        }
        target[Global] = to;
    }
}

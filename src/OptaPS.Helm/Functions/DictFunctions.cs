namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on dictionaries.</summary>
internal static class DictFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("dict", "...any", a =>
        {
            var map = new GoMap(capacity: a.Length / 2);
            for (var i = 0; i < a.Length; i += 2)
            {
                map[Strval.Of(a[i])] = i + 1 < a.Length ? a[i + 1] : "";
            }
            return map;
        });
        t.Add("get", "map string", a => M(a[0]).TryGetValue((string)a[1]!, out var v) ? v : "");
        t.Add("set", "map string any", a =>
        {
            Writable(a[0])[(string)a[1]!] = a[2];
            return a[0];
        });
        t.Add("unset", "map string", a =>
        {
            M(a[0]).Remove((string)a[1]!);
            return a[0] ?? M(null);
        });
        t.Add("hasKey", "map string", a => M(a[0]).ContainsKey((string)a[1]!));
        t.Add("pluck", "string ...map", a => new GoList([.. a[1..].Where(m => M(m).ContainsKey((string)a[0]!)).Select(m => M(m)[(string)a[0]!])]));
        t.Add("keys", "...map", a => GoList.OfStrings(a.SelectMany(m => M(m).Keys)));
        t.Add("values", "map", a => new GoList([.. M(a[0]).Keys.Select(k => M(a[0])[k])]));
        t.Add("pick", "map ...string", a =>
        {
            var map = new GoMap();
            foreach (var key in a[1..])
            {
                if (M(a[0]).TryGetValue((string)key!, out var v))
                {
                    map[(string)key!] = v;
                }
            }
            return map;
        });
        t.Add("omit", "map ...string", a =>
        {
            var map = M(a[0]).Copy(GoTypes.MapAny);
            foreach (var key in a[1..])
            {
                map.Remove((string)key!);
            }
            return map;
        });
        t.Add("merge", "map ...map", a => MergeAll(a, overwrite: false));
        t.Alias("mustMerge", "merge");
        t.Add("mergeOverwrite", "map ...map", a => MergeAll(a, overwrite: true));
        t.Alias("mustMergeOverwrite", "mergeOverwrite");
        t.Add("deepCopy", "any", (c, a) =>
        {
            if (a[0] is null)
            {
                throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
            }
            return DeepCopy.Of(a[0], c);
        });
        t.Alias("mustDeepCopy", "deepCopy");
        t.Add("dig", "...any", Dig);
    }

    private static GoMap M(object? value) => value as GoMap ?? new GoMap(isNil: true);

    private static GoMap Writable(object? value) =>
        value is GoMap { IsNil: false } map ? map : throw new FunctionException("assignment to entry in nil map");

    private static object? MergeAll(object?[] a, bool overwrite)
    {
        for (var i = 1; i < a.Length; i++)
        {
            a[0] ??= new GoMap();
            var target = M(a[0]);
            if (target.IsNil)
            {
                a[0] = target = new GoMap();
            }
            Merge(target, M(a[i]), overwrite);
        }
        return a[0] ?? M(null);
    }

    /// <summary>Fills what is empty in the target; with overwrite, takes all that is not empty in the source.</summary>
    private static void Merge(GoMap target, GoMap source, bool overwrite)
    {
        RuntimeGuard.EnsureStack();
        foreach (var key in source.Keys)
        {
            var value = source[key];
            if (value is null)
            {
                if (overwrite)
                {
                    target[key] = null;
                }
                continue;
            }
            target.TryGetValue(key, out var present);
            if (value is GoMap sourceMap)
            {
                if (present is GoMap targetMap && !ReferenceEquals(targetMap, sourceMap))
                {
                    Merge(targetMap, sourceMap, overwrite);
                }
            }
            else if (value is GoList or GoBytes)
            {
                if (Truth.Of(present) && present is not GoObject)
                {
                    if (overwrite && Truth.Of(value))
                    {
                        target[key] = value;
                    }
                    else if (overwrite && source.Count > 0)
                    {
                        target[key] = value;
                    }
                    continue;
                }
            }
            if (Truth.Of(present) && value is GoMap && present is GoMap)
            {
                continue;
            }
            if (overwrite || !Truth.Of(present))
            {
                target[key] = value;
            }
        }
    }

    private static object? Dig(object?[] a)
    {
        if (a.Length < 3)
        {
            throw new FunctionException("dig needs at least three arguments");
        }
        var map = Plain(a[^1]);
        for (var i = 0; i < a.Length - 2; i++)
        {
            _ = a[i] as string ?? throw Panics.Conversion(a[i], "string");
        }
        for (var i = 0; ; i++)
        {
            if (!map.TryGetValue((string)a[i]!, out var step))
            {
                return a[^2];
            }
            if (i == a.Length - 3)
            {
                return step;
            }
            map = Plain(step);
        }
    }

    private static GoMap Plain(object? value) =>
        value is GoMap map && map.Type == GoTypes.MapAny ? map : throw Panics.Conversion(value, "map[string]interface {}");
}

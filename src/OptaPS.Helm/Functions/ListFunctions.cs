namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on lists.</summary>
internal static class ListFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("list", "...any", a => new GoList([.. a]));
        t.Alias("tuple", "list");
        Both(t, "push", "Push", "any any", a => new GoList([.. Items(a[0], "Cannot push on type {0}"), a[1]]));
        t.Alias("append", "push");
        t.Alias("mustAppend", "push");
        Both(t, "prepend", "Prepend", "any any", a => new GoList([a[1], .. Items(a[0], "Cannot prepend on type {0}")]));
        Both(t, "first", "First", "any", a => Items(a[0], "Cannot find first on type {0}") is { Count: > 0 } l ? l[0] : null);
        Both(t, "last", "Last", "any", a => Items(a[0], "Cannot find last on type {0}") is { Count: > 0 } l ? l[^1] : null);
        Both(t, "rest", "Rest", "any", a => Items(a[0], "Cannot find rest on type {0}") is { Count: > 0 } l ? new GoList(l.GetRange(1, l.Count - 1)) : Nil());
        Both(t, "initial", "Initial", "any", a => Items(a[0], "Cannot find initial on type {0}") is { Count: > 0 } l ? new GoList(l.GetRange(0, l.Count - 1)) : Nil());
        Both(t, "reverse", "Reverse", "any", a => new GoList([.. Enumerable.Reverse(Items(a[0], "Cannot find reverse on type {0}"))]));
        Both(t, "compact", "Compact", "any", a => new GoList([.. Items(a[0], "Cannot compact on type {0}").Where(v => !Emptiness.Of(v))]));
        Both(t, "uniq", "Uniq", "any", (c, a) => Unique(Items(a[0], "Cannot find uniq on type {0}"), c));
        Both(t, "without", "Without", "any ...any", (c, a) =>
        {
            var omit = a[1..];
            return new GoList([.. Items(a[0], "Cannot find without on type {0}").Where(v => !Array.Exists(omit, o => DeepEquality.Equal(o, v, c)))]);
        });
        Both(t, "has", "Has", "any any", (c, a) => a[1] is not null && Items(a[1], "Cannot find has on type {0}").Exists(v => DeepEquality.Equal(a[0], v, c)));
        Both(t, "slice", "Slice", "any ...any", Slice);
        Both(t, "chunk", "Chunk", "int any", Chunk);
        t.AddList("concat", "...any", a => new GoList([.. a.SelectMany(l => Items(l, "Cannot concat type {0} as list"))]));
    }

    private static void Both(FunctionTable t, string name, string capital, string signature, Func<object?[], object?> body) =>
        Both(t, name, capital, signature, (_, a) => body(a));

    private static void Both(FunctionTable t, string name, string capital, string signature, Func<FunctionContext, object?[], object?> body)
    {
        t.Add(name, signature, body);
        t.Alias("must" + capital, name);
    }

    private static GoList Nil() => new(GoTypes.SliceAny, [], isNil: true);

    private static List<object?> Items(object? value, string error)
    {
        switch (value)
        {
            case GoList list:
                return list.Items;
            case GoBytes bytes:
                return [.. bytes.Data.Select(b => (object?)b)];
            case null:
                Panics.NilPointer();
                return [];
            default:
                throw new FunctionException(error.Replace("{0}", GoTypes.Of(value)!.KindName, StringComparison.Ordinal));
        }
    }

    private static GoList Unique(List<object?> items, FunctionContext context)
    {
        var found = new List<object?>();
        foreach (var item in items)
        {
            if (!found.Exists(f => DeepEquality.Equal(f, item, context)))
            {
                found.Add(item);
            }
        }
        return new GoList(found);
    }

    private static object? Slice(object?[] a)
    {
        var items = Items(a[0], "list should be type of slice or array but {0}");
        if (items.Count == 0)
        {
            return null;
        }
        var start = a.Length > 1 ? GoCast.ToInt64(a[1]) : 0;
        var end = a.Length > 2 ? GoCast.ToInt64(a[2]) : items.Count;
        if (start < 0 || end < start || end > items.Count)
        {
            throw new FunctionException("reflect.Value.Slice: slice index out of bounds");
        }
        return a[0] is GoBytes bytes
            ? new GoBytes(bytes.Data[(int)start..(int)end])
            : new GoList(((GoList)a[0]!).Type, items.GetRange((int)start, (int)(end - start)));
    }

    private static object? Chunk(object?[] a)
    {
        var size = ((GoInt)a[0]!).Value;
        var items = Items(a[1], "Cannot chunk type {0}");
        if (size <= 0)
        {
            // Sprig computes the number of chunks and the length of the last one before it looks at the sign; these two are what is left without a negative length.
            return size switch
            {
                < -1 when items.Count == 1 => new GoList(GoTypes.SliceSliceAny, [new GoList(items)]),
                < 0 when Math.Floor((items.Count - 1) / (double)size) is -1 => new GoList(GoTypes.SliceSliceAny, []),
                _ => throw FunctionException.Panic("makeslice: len out of range"),
            };
        }
        var chunks = new List<object?>();
        for (var i = 0L; i < items.Count; i += size)
        {
            chunks.Add(new GoList(items.GetRange((int)i, (int)Math.Min(size, items.Count - i))));
        }
        return new GoList(GoTypes.SliceSliceAny, chunks);
    }
}

namespace OptaPS.Helm.Functions;

/// <summary>eq, ne, lt, le, gt, ge with the kinds that Go allows to be compared.</summary>
internal static class Comparisons
{
    private static FunctionException Incompatible(object? a, object? b) => new($"incompatible types for comparison: {GoTypes.Of(a)!.Name} and {GoTypes.Of(b)!.Name}");

    private const string Invalid = "invalid type for comparison";

    private enum Basic
    {
        None,
        Bool,
        Int,
        Uint,
        Float,
        String,
    }

    public static void AddTo(FunctionTable table)
    {
        table.Add("eq", "value ...value", a => Equal(a));
        table.Add("ne", "value value", a => !Equal(a));
        table.Add("lt", "value value", a => Less(a[0], a[1]));
        table.Add("le", "value value", a => LessOrEqual(a[0], a[1]));
        table.Add("gt", "value value", a => !LessOrEqual(a[0], a[1]));
        table.Add("ge", "value value", a => !Less(a[0], a[1]));
    }

    private static Basic KindOf(object? value) => value switch
    {
        bool => Basic.Bool,
        GoInt or long or int or IGoNumeric => Basic.Int,
        byte or uint or ulong => Basic.Uint,
        double => Basic.Float,
        string => Basic.String,
        _ => Basic.None,
    };

    private static long Signed(object value) => value switch { GoInt i => i.Value, long l => l, int n => n, IGoNumeric n => n.Number, _ => 0 };

    private static ulong Unsigned(object value) => value switch { byte b => b, uint u => u, ulong u => u, _ => 0 };

    private static bool Equal(object?[] args)
    {
        if (args.Length == 1)
        {
            throw new FunctionException("missing argument for comparison");
        }
        for (var i = 1; i < args.Length; i++)
        {
            if (Equal(args[0], args[i]))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Equal(object? a, object? b)
    {
        Basic x = KindOf(a), y = KindOf(b);
        if (x != y)
        {
            if (x == Basic.Int && y == Basic.Uint)
            {
                return Signed(a!) >= 0 && (ulong)Signed(a!) == Unsigned(b!);
            }
            if (x == Basic.Uint && y == Basic.Int)
            {
                return Signed(b!) >= 0 && (ulong)Signed(b!) == Unsigned(a!);
            }
            return a is not null && b is not null ? throw Incompatible(a, b) : false;
        }
        switch (x)
        {
            case Basic.Bool:
                return (bool)a! == (bool)b!;
            case Basic.Int:
                return Signed(a!) == Signed(b!);
            case Basic.Uint:
                return Unsigned(a!) == Unsigned(b!);
            case Basic.Float:
                return (double)a! == (double)b!;
            case Basic.String:
                return (string)a! == (string)b!;
        }
        return Others(a, b);
    }

    private static bool Others(object? a, object? b)
    {
        if (a is null || b is null)
        {
            return IsNil(a) && IsNil(b);
        }
        if (GoTypes.Of(a)!.Kind != GoTypes.Of(b)!.Kind)
        {
            throw new FunctionException($"non-comparable types {Show(a)}: {GoTypes.Of(a)!.Name}, {GoTypes.Of(b)!.Name}: {Show(b)}");
        }
        if (IsNil(a) || IsNil(b))
        {
            return IsNil(a) == IsNil(b);
        }
        if (b is GoMap or GoList or GoBytes)
        {
            throw new FunctionException($"non-comparable type {Show(b)}: {GoTypes.Of(b)!.Name}");
        }
        return ReferenceEquals(a, b) || (a is GoObject x && b is GoObject y && x.Type == y.Type && x.Type.Kind == GoKind.Struct && GoPrinter.ToText(x) == GoPrinter.ToText(y));
    }

    private static string Show(object? value) => GoFormatter.Sprintf("%s", [value]);

    private static bool IsNil(object? value) => value is null or GoList { IsNil: true } or GoMap { IsNil: true } or GoObject { IsNil: true };

    private static bool Less(object? a, object? b)
    {
        Basic x = KindOf(a), y = KindOf(b);
        if (x == Basic.None || y == Basic.None)
        {
            throw new FunctionException(Invalid);
        }
        if (x != y)
        {
            if (x == Basic.Int && y == Basic.Uint)
            {
                return Signed(a!) < 0 || (ulong)Signed(a!) < Unsigned(b!);
            }
            if (x == Basic.Uint && y == Basic.Int)
            {
                return Signed(b!) >= 0 && Unsigned(a!) < (ulong)Signed(b!);
            }
            throw Incompatible(a, b);
        }
        return x switch
        {
            Basic.Int => Signed(a!) < Signed(b!),
            Basic.Uint => Unsigned(a!) < Unsigned(b!),
            Basic.Float => (double)a! < (double)b!,
            Basic.String => GoText.Compare((string)a!, (string)b!) < 0,
            _ => throw new FunctionException(Invalid),
        };
    }

    private static bool LessOrEqual(object? a, object? b) => Less(a, b) || Equal(a, b);
}

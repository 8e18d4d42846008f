namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions about types.</summary>
internal static class TypeFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("typeOf", "any", a => TypeOf(a[0]));
        t.Add("kindOf", "any", a => KindOf(a[0]));
        t.Add("typeIs", "string any", a => (string)a[0]! == TypeOf(a[1]));
        t.Add("typeIsLike", "string any", a => (string)a[0]! == TypeOf(a[1]) || "*" + a[0] == TypeOf(a[1]));
        t.Add("kindIs", "string any", a => (string)a[0]! == KindOf(a[1]));
        t.Add("deepEqual", "any any", (c, a) => DeepEquality.Equal(a[0], a[1], c));
    }

    private static string TypeOf(object? value) => GoTypes.Of(value)?.Name ?? "<nil>";

    private static string KindOf(object? value) => GoTypes.Of(value)?.KindName ?? "invalid";
}

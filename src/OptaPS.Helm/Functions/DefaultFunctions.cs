namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions about defaults and emptiness.</summary>
internal static class DefaultFunctions
{
    public static void AddTo(FunctionTable t)
    {
        t.Add("default", "any ...any", a => a.Length < 2 || Emptiness.Of(a[1]) ? a[0] : a[1]);
        t.Add("empty", "any", a => Emptiness.Of(a[0]));
        t.Add("coalesce", "...any", a => Array.Find(a, v => !Emptiness.Of(v)));
        t.Add("all", "...any", a => Array.TrueForAll(a, v => !Emptiness.Of(v)));
        t.Add("any", "...any", a => Array.Exists(a, v => !Emptiness.Of(v)));
        t.Add("ternary", "any any bool", a => (bool)a[2]! ? a[0] : a[1]);
    }
}

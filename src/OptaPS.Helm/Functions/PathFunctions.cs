namespace OptaPS.Helm.Functions;

/// <summary>sprig's functions on paths.</summary>
internal static class PathFunctions
{
    public static void AddTo(FunctionTable t)
    {
        foreach (var prefix in new[] { "", "os" })
        {
            t.Add(Name(prefix, "base"), "string", a => GoPath.Base((string)a[0]!));
            t.Add(Name(prefix, "dir"), "string", a => GoPath.Directory((string)a[0]!));
            t.Add(Name(prefix, "clean"), "string", a => GoPath.Clean((string)a[0]!));
            t.Add(Name(prefix, "ext"), "string", a => GoPath.Extension((string)a[0]!));
            t.Add(Name(prefix, "isAbs"), "string", a => ((string)a[0]!).StartsWith('/'));
        }
    }

    private static string Name(string prefix, string name) => prefix.Length == 0 ? name : prefix + char.ToUpperInvariant(name[0]) + name[1..];
}

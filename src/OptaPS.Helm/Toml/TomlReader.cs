namespace OptaPS.Helm.Toml;

/// <summary>x</summary>
internal static class TomlReader
{
    public static GoMap Read(string s) => new();
}

namespace OptaPS.Helm.Toml;

/// <summary>x</summary>
internal static class TomlWriter
{
    public static string Write(object? v) => "";
}

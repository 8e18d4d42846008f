namespace OptaPS.Configuration.Yaml;

/// <summary>Bounds that keep the time and memory of reading a file finite.</summary>
internal static class YamlLimits
{
    /// <summary>Largest file, in bytes.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Deepest nesting of maps and lists.</summary>
    public const int Depth = 100;

    /// <summary>Most nodes after all aliases are expanded.</summary>
    public const long Nodes = 200_000;
}

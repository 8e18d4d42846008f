namespace OptaPS.Helm.Yaml;

/// <summary>What YAML integers become.</summary>
internal enum YamlNumbers
{
    /// <summary>float64, as after the way through JSON that Helm's values take.</summary>
    Float,

    /// <summary>int64 or uint64 where they fit.</summary>
    Native,
}

namespace OptaPS.Helm.Yaml;

/// <summary>Kinds of YAML nodes.</summary>
internal enum YamlNodeKind
{
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

namespace OptaPS.Helm.Yaml;

/// <summary>Kinds of YAML nodes.</summary>
internal enum YamlTreeKind
{
    Scalar,
    Sequence,
    Mapping,
    Alias,
}

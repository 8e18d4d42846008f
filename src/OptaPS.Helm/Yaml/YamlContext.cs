namespace OptaPS.Helm.Yaml;

/// <summary>Where a node is being written.</summary>
internal enum YamlContext
{
    Root,
    Sequence,
    Mapping,
    SimpleKey,
}

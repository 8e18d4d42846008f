namespace OptaPS.Helm.Yaml;

/// <summary>A place where a mapping key without ? may start.</summary>
internal struct SimpleKey
{
    public bool Possible;
    public bool Required;
    public int TokenNumber;
    public YamlMark Mark;
}

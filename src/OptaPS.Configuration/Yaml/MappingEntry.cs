namespace OptaPS.Configuration.Yaml;

/// <summary>One key and value of a <see cref="MappingNode"/>.</summary>
internal sealed record MappingEntry(ScalarNode Key, SourceNode Value)
{
    public string Name => Key.Text;
}

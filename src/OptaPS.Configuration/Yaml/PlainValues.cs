using OptaPS.Configuration.Values;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Yaml;

/// <summary>Turns nodes into values without looking for references in text.</summary>
internal static class PlainValues
{
    /// <summary>The value of a node; <paramref name="source"/> gives the locations, null leaves them out.</summary>
    public static ConfigValue Of(SourceNode node, SourceText? source) => node switch
    {
        ScalarNode scalar => At(scalar, Place(node, source)),
        SequenceNode list => new ConfigList([.. list.Items.Select(item => Of(item, source))], Place(node, source)),
        MappingNode map => new ConfigMap([.. map.Entries.Select(entry => new ConfigMapEntry(entry.Name, Place(entry.Key, source), Of(entry.Value, source)))], Place(node, source)),
        _ => new ConfigNull(null),
    };

    /// <summary>The value of a scalar at a place.</summary>
    public static ConfigValue At(ScalarNode node, SourceLocation? location) => node.Resolved with { Location = location };

    private static SourceLocation? Place(SourceNode node, SourceText? source) => source?.At(node.Line, node.Column);
}

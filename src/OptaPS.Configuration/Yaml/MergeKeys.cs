using OptaPS.Configuration.Reporting;

namespace OptaPS.Configuration.Yaml;

/// <summary>Applies <c>&lt;&lt;</c> entries: keys written in the map win, then earlier merged maps.</summary>
internal static class MergeKeys
{
    public static void Apply(MappingNode node, IReadOnlyList<(ScalarNode Key, SourceNode Value)> merges, SourceText source, FindingBag findings)
    {
        foreach (var (key, value) in merges)
        {
            var maps = value is SequenceNode list ? list.Items : [value];
            foreach (var item in maps)
            {
                if (item is not MappingNode map)
                {
                    findings.Error(Codes.MergeKey, source, key, $"The merge key '<<' needs a map or a list of maps, not {Quote.A(item.KindName)}.", allowed: "*alias of a map, or [*one, *two]");
                    break;
                }

                foreach (var entry in map.Entries)
                {
                    node.TryAdd(entry);
                }
            }
        }
    }
}

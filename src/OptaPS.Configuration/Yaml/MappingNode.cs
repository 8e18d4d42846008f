namespace OptaPS.Configuration.Yaml;

/// <summary>A map as written, with merge keys already resolved.</summary>
internal sealed class MappingNode(int line, int column) : SourceNode(line, column)
{
    private readonly List<MappingEntry> entries = [];
    private readonly Dictionary<string, MappingEntry> byName = new(StringComparer.Ordinal);

    public IReadOnlyList<MappingEntry> Entries => entries;

    public override string KindName => "map";

    public MappingEntry? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Adds an entry; false when the key is there already.</summary>
    public bool TryAdd(MappingEntry entry)
    {
        if (!byName.TryAdd(entry.Name, entry))
        {
            return false;
        }

        entries.Add(entry);
        Weight += 1 + entry.Value.Weight;
        return true;
    }
}

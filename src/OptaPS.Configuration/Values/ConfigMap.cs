using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>A map in the order of the file; keys are unique and ordinal.</summary>
public sealed record ConfigMap : ConfigValue
{
    private readonly Dictionary<string, ConfigMapEntry> byKey;

    /// <summary>Makes a map of <paramref name="entries"/>, whose keys must be unique.</summary>
    public ConfigMap(IReadOnlyList<ConfigMapEntry> entries, SourceLocation? location)
        : base(location)
    {
        Entries = entries;
        byKey = entries.ToDictionary(entry => entry.Key, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override string KindName => "map";

    /// <summary>The entries in the order of the file, defaults last.</summary>
    public IReadOnlyList<ConfigMapEntry> Entries { get; }

    /// <summary>Number of entries.</summary>
    public int Count => Entries.Count;

    /// <summary>The value of <paramref name="key"/>, or null when there is none.</summary>
    public ConfigValue? this[string key] => byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>The text of <paramref name="key"/> when it is a completely known single value, else null.</summary>
    public string? FindString(string key) => (this[key] as ConfigScalar)?.Text;

    /// <inheritdoc/>
    public override JsonNode ToJson() => new JsonObject(Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToJson())));

    /// <inheritdoc/>
    public bool Equals(ConfigMap? other) => other is not null && Location == other.Location && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override int GetHashCode() => Entries.Count;
}

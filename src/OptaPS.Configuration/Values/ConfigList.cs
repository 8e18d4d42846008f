using System.Text.Json.Nodes;
using OptaPS.Diagnostics;

namespace OptaPS.Configuration.Values;

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Location">Where it was written, or null for a default.</param>
public sealed record ConfigList(IReadOnlyList<ConfigValue> Items, SourceLocation? Location) : ConfigValue(Location)
{
    /// <inheritdoc/>
    public override string KindName => "list";

    /// <summary>Number of items.</summary>
    public int Count => Items.Count;

    /// <inheritdoc/>
    public override JsonNode ToJson() => new JsonArray([.. Items.Select(item => item.ToJson())]);

    /// <inheritdoc/>
    public bool Equals(ConfigList? other) => other is not null && Location == other.Location && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}

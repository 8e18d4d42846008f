using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OptaPS.Engine.Overlay;
using OptaPS.Engine.Resources;

namespace OptaPS.Engine.State;

/// <summary>Everything that is known about a layer at one moment: the journal folded. Immutable.</summary>
/// <param name="Layer">Identity of the layer.</param>
/// <param name="Lineage">A random identity given when the layer's state was first made; part of every idempotency token.</param>
public sealed record LayerState(string Layer, string Lineage)
{
    /// <summary>The world that the layer was made in, or null for the public clouds.</summary>
    public string? World { get; init; }

    /// <summary>The ownership mark that was last applied, or null before the first apply.</summary>
    public Ownership? Owner { get; init; }

    /// <summary>Counts the changes that plans depend on; overlay entries do not count.</summary>
    public long Version { get; init; }

    /// <summary>The highest attempt number that was ever used; tokens are made of it, so it never goes back.</summary>
    public long Attempts { get; init; }

    /// <summary>Number of the last journal group that is folded in.</summary>
    public long Serial { get; init; }

    /// <summary>When the state last changed.</summary>
    public DateTimeOffset LastChange { get; init; }

    /// <summary>Resources by address.</summary>
    public ImmutableDictionary<string, ResourceRecord> Resources { get; init; } = ImmutableDictionary<string, ResourceRecord>.Empty;

    /// <summary>Kept answers by address.</summary>
    public ImmutableDictionary<string, LookupRecord> Lookups { get; init; } = ImmutableDictionary<string, LookupRecord>.Empty;

    /// <summary>Outputs by name.</summary>
    public ImmutableDictionary<string, JsonNode?> Outputs { get; init; } = ImmutableDictionary<string, JsonNode?>.Empty;

    /// <summary>Names of outputs whose values are secret.</summary>
    public ImmutableHashSet<string> SensitiveOutputs { get; init; } = [];

    /// <summary>How long the last delete of each type took, by type.</summary>
    public ImmutableDictionary<string, TimeSpan> DeleteTook { get; init; } = ImmutableDictionary<string, TimeSpan>.Empty;

    /// <summary>Overlay entries by key.</summary>
    public ImmutableDictionary<string, OverlayEntry> Overlay { get; init; } = ImmutableDictionary<string, OverlayEntry>.Empty;

    /// <summary>Values of module defaults at the module's first apply, by module.</summary>
    public ImmutableDictionary<string, JsonObject> Defaults { get; init; } = ImmutableDictionary<string, JsonObject>.Empty;
}
